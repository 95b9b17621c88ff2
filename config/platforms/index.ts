/** Where instances of a service run: one file a kind. */
import { oneKind } from '../schema/one-kind.ts';
import { commands, describeCommands, type CommandPlatform } from './command.ts';
import type { PlatformInput } from './platform-input.ts';
import { describeProcesses, processes, type ProcessPlatform } from './process.ts';

/** Every platform of a plan. */
export type PlatformConfig = ProcessPlatform | CommandPlatform;

/** The platform of an environment: one key, the kind. */
export const platform = oneKind<PlatformInput>({ process: processes, command: commands }, 'a platform');

/** What a platform is and what it runs, as part of a sentence. Pure. */
export function describePlatform(config: PlatformConfig): string {
  switch (config.kind) {
    case 'process':
      return describeProcesses(config);
    case 'command':
      return describeCommands(config);
  }
}
