import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { CommandPlatform } from '../../config/platforms/command.ts';
import type { ProviderContext } from '../../providers/context.ts';
import { createPlatform } from '../../providers/platforms/index.ts';
import type { PlatformRig } from '../contract/platform-contract.ts';
import { processState } from './process-state.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** A command platform whose commands start and end processes of this machine. */
export interface CommandPlatformRig extends PlatformRig {
  lane: string;
  config: CommandPlatform;
  context: ProviderContext;
  /** Where its commands keep what they started. */
  state: string;
}

const program = fileURLToPath(new URL('../../examples/commands/own-instances.mjs', import.meta.url));
const instance = fileURLToPath(new URL('./stand-ins/sample-service.ts', import.meta.url));

/** Makes the rig; `change` alters the platform's settings. Its end retires both slots. */
export async function makeCommandPlatformRig(
  change: Partial<CommandPlatform> = {},
): Promise<CommandPlatformRig> {
  const folder = await temporaryFolder('commands');
  const lane = 'checkout.production';
  const state = join(folder.path, 'state');
  const config: CommandPlatform = {
    kind: 'command',
    deploy: `case {{version}} in never-ready) export NEVER_READY=1;; esac; exec '${process.execPath}' '${program}' deploy`,
    ready: [process.execPath, program, 'ready'],
    retire: `'${process.execPath}' '${program}' retire`,
    directory: folder.path,
    environment: { STATE: state, INSTANCE: instance },
    timeout: 30_000,
    grace: 40_000,
    ...change,
  };
  const context: ProviderContext = {
    dataFolder: join(folder.path, 'data'),
    environment: { PATH: process.env['PATH'], HOME: folder.path },
    log: pino({ level: 'silent' }),
  };
  const platform = createPlatform(config, lane, context);
  const signal = new AbortController().signal;
  return {
    platform,
    lane,
    config,
    context,
    state,
    another: () => createPlatform(config, lane, { ...context }),
    neverReady: 'never-ready',
    kill: async (id) => {
      const pid = Number.parseInt(id, 10);
      process.kill(pid, 'SIGKILL');
      await until(`process ${pid} to be gone`, async () => {
        const found = await processState(pid);
        return found === undefined || found === 'Z';
      });
    },
    stop: async () => {
      for (const slot of ['blue', 'green'] as const) {
        if (!existsSync(join(state, slot))) continue;
        const { version } = await platform.ready(slot, signal);
        if (version !== undefined) await platform.retire(slot, version, signal);
      }
      await folder.remove();
    },
  };
}
