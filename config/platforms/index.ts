/** Where instances of a service run: one file a kind. */
import { oneKind } from '../schema/one-kind.ts';
import { commands, type CommandPlatform } from './command.ts';
import type { PlatformInput } from './platform-input.ts';
import { processes, type ProcessPlatform } from './process.ts';

/** Every platform of a plan. */
export type PlatformConfig = ProcessPlatform | CommandPlatform;

/** The platform of an environment: one key, the kind. */
export const platform = oneKind<PlatformInput>({ process: processes, command: commands }, 'a platform');
