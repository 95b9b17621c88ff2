import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { ProcessPlatform } from '../../config/platforms/process.ts';
import type { ProviderContext } from '../../providers/context.ts';
import { createPlatform } from '../../providers/platforms/index.ts';
import { superviseInstances } from '../../providers/platforms/process/supervisor.ts';
import type { PlatformRig } from '../contract/platform-contract.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** A process platform with a data folder of its own and the sample service. */
export interface ProcessPlatformRig extends Required<PlatformRig> {
  lane: string;
  config: ProcessPlatform;
  context: ProviderContext;
  /** Tokens of all instances that ever began to run, in the order of their starts. */
  spawned(): Promise<string[]>;
  /** The process of an instance. */
  pidOf(id: string): Promise<number>;
}

const sampleService = fileURLToPath(new URL('./stand-ins/sample-service.ts', import.meta.url));

/** Makes the rig; `change` alters the platform's settings. Its end retires both slots. */
export async function makeProcessPlatformRig(
  change: Partial<ProcessPlatform> = {},
): Promise<ProcessPlatformRig> {
  const folder = await temporaryFolder('instances');
  const lane = 'checkout.production';
  const spawnLog = join(folder.path, 'spawned');
  const config: ProcessPlatform = {
    kind: 'process',
    command: `case {{version}} in never-ready) export NEVER_READY=1;; esac; exec '${process.execPath}' '${sampleService}'`,
    directory: folder.path,
    instances: 2,
    portVariable: 'PORT',
    readyPath: '/health',
    grace: 3000,
    ...change,
    environment: { SPAWN_LOG: spawnLog, ...change.environment },
  };
  const context: ProviderContext = {
    dataFolder: join(folder.path, 'data'),
    environment: { PATH: process.env['PATH'], HOME: folder.path, DAEMON_SECRET: 'not for instances' },
    log: pino({ level: 'silent' }),
  };
  const platform = createPlatform(config, lane, context);
  const signal = new AbortController().signal;
  const pidOf = async (id: string): Promise<number> => {
    for (const slot of ['blue', 'green'] as const) {
      const { instances } = await platform.describe(slot, signal);
      const [, pid] =
        /process (\d+)/.exec(instances.find((instance) => instance.id === id)?.detail ?? '') ?? [];
      if (pid !== undefined) return Number(pid);
    }
    throw new Error(`There is no running instance ${id}.`);
  };
  return {
    platform,
    lane,
    config,
    context,
    pidOf,
    another: () => createPlatform(config, lane, { ...context }),
    supervise: () => superviseInstances(context),
    neverReady: 'never-ready',
    spawned: async () =>
      (await readFile(spawnLog, 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
    kill: async (id) => {
      const pid = await pidOf(id);
      process.kill(pid, 'SIGKILL');
      await until(`process ${pid} to be gone`, () =>
        pidOf(id).then(
          () => false,
          () => true,
        ),
      );
    },
    stop: async () => {
      for (const slot of ['blue', 'green'] as const) {
        const { version } = await platform.ready(slot, signal);
        if (version !== undefined) await platform.retire(slot, version, signal);
      }
      await folder.remove();
    },
  };
}
