import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from '../../rigs/end-process.ts';

/** A program of a set-up that may be killed and stopped. */
export interface Part {
  kind: 'daemon' | 'worker' | 'api' | 'temporal' | 'postgres';
  /** The process that runs now; undefined where none does. */
  pid(): Promise<number | undefined>;
  /** Starts it again and waits until it is ready. Harmless where it runs. Left out: another part starts it again. */
  revive?: () => Promise<void>;
}

/** A part that the harness itself runs. */
export interface OwnPart extends Part {
  revive: () => Promise<void>;
  /** The last lines that it logged. */
  tail(lines?: number): Promise<string>;
  /** Ends it by SIGKILL and refuses every later start. */
  close(): Promise<void>;
}

/** What is run, and how it says that it is ready. */
export interface PartOptions {
  kind: Part['kind'];
  command: [program: string, ...options: string[]];
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Whether it is ready; `said` is what it has logged since its start. */
  isReady: (said: string) => Promise<boolean> | boolean;
}

/** Longest wait for a program to be ready, in milliseconds: others may be away meanwhile. */
const patience = 120_000;

/** A program that is not started yet. */
export function createPart({ kind, command, environment, logFile, isReady }: PartOptions): OwnPart {
  let child: ChildProcess | undefined;
  let closed = false;
  let reviving: Promise<void> | undefined;
  const read = async (): Promise<string> => readFile(logFile, 'utf8').catch(() => '');
  const tail = async (lines = 12): Promise<string> =>
    (await read()).trimEnd().split('\n').slice(-lines).join('\n');
  const runs = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;

  const start = async (): Promise<void> => {
    if (closed || runs()) return;
    const before = (await read()).length;
    const log = await open(logFile, 'a');
    const [program, ...options] = command;
    // In a process group of its own: an interrupt in the terminal is for whoever runs this, who then ends it.
    child = spawn(program, options, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: environment,
    });
    await Promise.all([once(child, 'spawn'), log.close()]);
    const deadline = Date.now() + patience;
    while (runs() && !closed && !(await isReady((await read()).slice(before)))) {
      if (Date.now() > deadline) throw new Error(`${kind} was not ready in ${patience} ms:\n${await tail()}`);
      await sleep(100);
    }
    if (!runs() && !closed) throw new Error(`${kind} ended while it started:\n${await tail()}`);
  };
  return {
    kind,
    tail,
    pid: () => Promise.resolve(runs() ? child?.pid : undefined),
    revive() {
      reviving ??= start().finally(() => (reviving = undefined));
      return reviving;
    },
    async close() {
      closed = true;
      if (child !== undefined) await endProcess(child);
      await reviving?.catch(() => undefined);
    },
  };
}
