import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporalPath } from '../tools.ts';
import { until } from './until.ts';

/** A running `sluice serve`. */
export interface Served {
  child: ChildProcess;
  /** What it has printed so far, on both outputs. */
  said(): string;
  /** Waits for its line on stdout; answers the URL of its API, or `` where it has none. */
  ready(): Promise<string>;
  /** Waits for its end; answers its status. */
  ended(): Promise<number | null>;
}

const sources = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** Starts the command in a folder, from source unless said, with nothing of Temporal in the environment but what is given. */
export function startServe(
  folder: string,
  options: string[] = [],
  environment: Record<string, string> = {},
  program = sources,
): Served {
  const child = spawn(process.execPath, [program, 'serve', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      HOME: folder,
      SLUICE_TEMPORAL: temporalPath(),
      TEMPORAL_CONFIG_FILE: join(folder, 'no-profiles.toml'),
      ...environment,
    },
  });
  let text = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    child,
    said: () => text,
    async ready() {
      const line = (): RegExpExecArray | null => /^sluice (?:is ready at (\S+)|works for).*$/m.exec(text);
      await until('the daemon', () => line() !== null || isOver(), 120_000);
      const found = line();
      if (found === null) throw new Error(`The daemon ended: ${text}`);
      return found[1] ?? '';
    },
    async ended() {
      if (!isOver()) await once(child, 'close');
      return child.exitCode;
    },
  };
}
