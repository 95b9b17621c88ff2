import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { endProcess } from '../../../test/rigs/end-process.ts';

/** `sluice serve` as a process that can be killed and started again, with the same settings and port. */
export interface Daemon {
  /** Base URL of its API. */
  api: string;
  /** The running process's id. */
  pid(): number;
  /** Starts it and waits until it is ready: Temporal answers and workers wait for work. */
  start(): Promise<void>;
  /** Ends it by SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** As `kill`, and refuses every later start. */
  close(): Promise<void>;
  /** The last lines that it logged. */
  tail(lines?: number): Promise<string>;
}

/** Where the daemon's settings are and what it runs with. */
export interface DaemonOptions {
  settings: string;
  api: string;
  logFile: string;
  environment: NodeJS.ProcessEnv;
}

const program = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
const startPatience = 120_000;

/** A daemon that is not started yet. */
export function createDaemon({ settings, api, logFile, environment }: DaemonOptions): Daemon {
  let child: ChildProcess | undefined;
  let closed = false;
  const tail = async (lines = 12): Promise<string> =>
    (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-lines).join('\n');
  const kill = async (): Promise<void> => {
    if (child !== undefined) await endProcess(child);
  };
  return {
    api,
    tail,
    pid: () => child?.pid ?? 0,
    async start() {
      const log = await open(logFile, 'a');
      if (closed) throw new Error('The daemon was closed, so it is not started again.');
      // In a process group of its own: an interrupt in the terminal is for whoever runs this, who then ends it.
      child = spawn(process.execPath, [program, 'serve', '--config', settings], {
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
        env: environment,
      });
      await Promise.all([once(child, 'spawn'), log.close()]);
      const deadline = Date.now() + startPatience;
      while (!(await isReady(api))) {
        if (isOver(child)) throw new Error(`The daemon ended while it started:\n${await tail()}`);
        if (Date.now() > deadline)
          throw new Error(`The daemon was not ready in ${startPatience / 1000} s:\n${await tail()}`);
        await sleep(50);
      }
    },
    kill,
    close() {
      closed = true;
      return kill();
    },
  };
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isReady(api: string): Promise<boolean> {
  try {
    const answer = await fetch(`${api}/readyz`, { signal: AbortSignal.timeout(2000) });
    // Another program that took the port meanwhile may answer too.
    return answer.ok && isDeepStrictEqual(await answer.json(), { status: 'ok' });
  } catch {
    return false;
  }
}
