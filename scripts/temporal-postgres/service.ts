import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

/** A server of ours as a child process that can be killed and started again. */
export interface Service {
  /** Of the running process; 0 before the first start. */
  pid(): number;
  runs(): boolean;
  /** Starts it and waits until it serves. Throws with the last lines of its log when it does not. */
  start(): Promise<void>;
  /** Ends it by SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it in order, by SIGKILL where that takes too long, and waits until it is gone. */
  stop(): Promise<void>;
  /** Rejects when it ends without having been told to. */
  ended: Promise<never>;
}

export interface ServiceOptions {
  name: string;
  command: string[];
  environment: NodeJS.ProcessEnv;
  /** Whom it runs as; undefined is who runs this. */
  account: Account | undefined;
  folder: string;
  logFile: string;
  /** What ends it in order, and how long that may take, in milliseconds. */
  endBy: { signal: NodeJS.Signals; within: number };
  /** Whether it serves. */
  serves: () => Promise<boolean>;
}

const startPatience = 60_000;

/** A server that is not started yet. */
export function createService(options: ServiceOptions): Service {
  const { name, logFile, endBy } = options;
  let child: ChildProcess | undefined;
  let told = false;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  // Nobody has to listen.
  ended.catch(() => undefined);

  const failure = async (what: string): Promise<Error> =>
    new Error(`${name} ${what}. Its log, ${logFile}, ends with:\n${await tail(logFile)}`);
  const end = async (signal: NodeJS.Signals, within: number): Promise<void> => {
    told = true;
    if (!child || isOver(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child?.kill('SIGKILL'), within);
    await gone;
    clearTimeout(late);
  };
  return {
    ended,
    pid: () => child?.pid ?? 0,
    runs: () => child !== undefined && !isOver(child),
    async start() {
      const running = await launch(options);
      child = running;
      told = false;
      running.once('exit', () => {
        if (!told) void failure('ended').then(reject);
      });
      const deadline = Date.now() + startPatience;
      while (!(await options.serves())) {
        if (isOver(running)) throw await failure('ended while it started');
        if (Date.now() > deadline) throw await failure(`did not serve in ${startPatience / 1000} s`);
        await sleep(50);
      }
    },
    kill: () => end('SIGKILL', startPatience),
    stop: () => end(endBy.signal, endBy.within),
  };
}

async function launch({ command, environment, account, folder, logFile }: ServiceOptions) {
  const [program = '', ...args] = command;
  const log = await open(logFile, 'a');
  try {
    // In a process group of its own: an interrupt in the terminal is for whoever runs this, who ends it in order.
    const child = spawn(program, args, {
      detached: true,
      cwd: folder,
      env: environment,
      stdio: ['ignore', log.fd, log.fd],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    await once(child, 'spawn');
    return child;
  } finally {
    await log.close();
  }
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function tail(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n');
  // Temporal's lines end with the stack of their call, which says nothing to who runs it.
  return lines
    .slice(-5)
    .map((line) => line.slice(0, 400))
    .join('\n');
}
