import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/rigs/free-port.ts';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Slot } from '../../config/plan.ts';
import { endProcess } from '../../test/rigs/end-process.ts';
import { temporaryFolder } from '../../test/rigs/temporary-folder.ts';
import { temporalPath } from '../../test/tools.ts';
import type { Split } from '../../providers/routers/router.ts';
import { childOf } from './usage.ts';

/** A daemon that a bench runs. */
export interface BenchDaemon {
  /** Base URL of its API. */
  api: string;
  /** Host and port of its Temporal, and the namespace there. */
  temporal: string;
  namespace: string;
  pid: number;
  /** Of the embedded Temporal; undefined where another one is used. */
  temporalPid: number | undefined;
  /** How late checks of the watch were since it was last asked, in milliseconds. */
  lateness(): Promise<number[]>;
  /** Fails with what it said last when it ends by itself. */
  died: Promise<never>;
  /** Ends it, its Temporal, and its folder. */
  stop(): Promise<void>;
}

export interface BenchDaemonOptions {
  /** Service files by name. */
  services: Record<string, unknown>;
  endpoints: Record<Slot, string>;
  /** Has its routers in memory, and tells of each write to one. */
  moved?: (lane: string, split: Split) => void;
  /** Host and port of a Temporal that runs already; left out, the daemon brings its own. */
  temporal?: string;
  /** For its Node, beside those of `SLUICE_BENCH_NODE`. */
  nodeOptions?: readonly string[];
}

const ready = z.object({ api: z.string(), temporal: z.string(), namespace: z.string() });
const movedSchema = z.object({ lane: z.string(), split: z.object({ blue: z.number(), green: z.number() }) });
const lateSchema = z.object({ late: z.array(z.number()) });
const program = fileURLToPath(new URL('daemon.ts', import.meta.url));

/** Starts a daemon on a folder of its own. `SLUICE_BENCH_NODE` holds options for its Node, such as `--cpu-prof`. */
export async function startBenchDaemon(options: BenchDaemonOptions): Promise<BenchDaemon> {
  const { services, endpoints, moved, temporal, nodeOptions = [] } = options;
  const folder = await temporaryFolder('bench');
  const settings = join(folder.path, 'sluice.yaml');
  await mkdir(join(folder.path, 'services'));
  for (const [name, service] of Object.entries(services)) {
    await writeFile(join(folder.path, 'services', `${name}.yaml`), stringify(service));
  }
  const listen = `127.0.0.1:${await freePort()}`;
  const taskQueue = `bench-${process.pid}`;
  const written = {
    listen,
    definitions: 'services',
    data: 'data',
    temporal: { taskQueue },
    log: { level: 'warn' },
  };
  await writeFile(settings, stringify(written));
  const output = await open(join(folder.path, 'log'), 'a');
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const child = fork(
    program,
    [JSON.stringify({ settings, endpoints, routerInMemory: moved !== undefined })],
    {
      execArgv: [
        ...(process.env['SLUICE_BENCH_NODE'] ?? '').split(' ').filter((each) => each !== ''),
        ...nodeOptions,
      ],
      stdio: ['ignore', output.fd, output.fd, 'ipc'],
      env: {
        PATH,
        HOME,
        TMPDIR,
        NODE_COMPILE_CACHE,
        SLUICE_TEMPORAL: temporalPath(),
        TEMPORAL_CONFIG_FILE: join(folder.path, 'no-profiles.toml'),
        ...(temporal === undefined ? {} : { TEMPORAL_ADDRESS: temporal }),
      },
    },
  );
  await output.close();
  let answered: (message: unknown) => void = () => undefined;
  child.on('message', (message) => {
    const { data } = movedSchema.safeParse(message);
    if (data === undefined) answered(message);
    else moved?.(data.lane, data.split);
  });
  const died = once(child, 'exit').then(async () => {
    throw new Error(`The daemon ended: ${(await readFile(join(folder.path, 'log'), 'utf8')).slice(-3000)}`);
  });
  // Who waits for it hears of it; when it is stopped nobody does.
  died.catch(() => undefined);
  const answer = async (): Promise<unknown> => {
    const next = new Promise((resolve) => {
      answered = resolve;
    });
    return Promise.race([next, died]);
  };
  const stop = async (): Promise<void> => {
    const gone = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    const late = setTimeout(() => void endProcess(child), 30_000);
    await gone;
    clearTimeout(late);
    await folder.remove();
  };
  try {
    const told = ready.parse(await answer());
    const pid = child.pid ?? 0;
    return {
      ...told,
      pid,
      temporalPid: await childOf(pid, 'start-dev'),
      lateness: async () => {
        child.send('lateness');
        const { late } = lateSchema.parse(await answer());
        child.send('afresh');
        return late;
      },
      died,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
