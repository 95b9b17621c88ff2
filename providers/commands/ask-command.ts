import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../config/plan.ts';
import { mask } from '../secrets.ts';
import { tail } from '../tail.ts';
import type { CommandEnvironment } from './environment.ts';

/** What a command that only looks answered. Nothing in it holds a secret that the command was given. */
export interface CommandAnswer {
  /** Undefined when it was ended or could not be run. */
  status?: number;
  /** "ended with status 3", "was ended after 5 s, its timeout". */
  how: string;
  /** Standard output, at most 1 MiB of it. */
  printed: string;
  /** The end of both outputs, at most 2,000 characters. */
  said: string;
}

/** How a command is asked. */
export interface CommandQuestion {
  program: string[];
  /** That of the daemon unless given. */
  directory?: string;
  environment: CommandEnvironment;
  timeout: Milliseconds;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const mostPrinted = 1024 * 1024;
const mostSaid = 2000;
/** Time between SIGTERM and SIGKILL, and for output that comes after the end. */
const grace: Milliseconds = 1000;

/**
 * Runs a command that changes nothing: any number of them may run at once, and one that a killed daemon leaves
 * behind does no harm. After the timeout, or when the signal says so, it is ended with its process group. Throws the
 * reason of the signal; everything else is an answer.
 */
export async function askCommand(question: CommandQuestion, signal: AbortSignal): Promise<CommandAnswer> {
  signal.throwIfAborted();
  const { environment, timeout } = question;
  const child = start(question);
  const longest = Math.max(0, ...environment.secrets.map(({ length }) => length));
  const output = collect(child, 4 * mostSaid + longest);
  const ended = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const end = (): void => {
    tell(child.pid, 'SIGTERM');
    setTimeout(() => tell(child.pid, 'SIGKILL'), grace).unref();
  };
  try {
    const closed = once(child, 'close').catch(() => undefined);
    ended.addEventListener('abort', end, { once: true });
    await once(child, 'exit');
    // What it left running may hold its outputs open.
    await Promise.race([closed, sleep(grace, undefined, { ref: false })]);
  } catch (error) {
    return { how: `could not be run: ${String(error)}`, printed: '', said: '' };
  } finally {
    ended.removeEventListener('abort', end);
    child.stdout.destroy();
    child.stderr.destroy();
  }
  signal.throwIfAborted();
  const said = mask(output.said, environment.secrets);
  const status = ended.aborted ? undefined : (child.exitCode ?? undefined);
  const byItself = status === undefined ? 'was killed by somebody else' : `ended with status ${status}`;
  return {
    ...(status === undefined ? {} : { status }),
    how: ended.aborted ? `was ended after ${timeout / 1000} s, its timeout` : byItself,
    printed: mask(output.printed, environment.secrets),
    said: tail(output.cut ? withoutHead(said, longest) : said, mostSaid),
  };
}

function start({ program, directory, environment }: CommandQuestion): Child {
  const [file = '', ...options] = program;
  return spawn(file, options, {
    ...(directory === undefined ? {} : { cwd: directory }),
    env: environment.variables,
    // A process group of its own, so that what the command started can be ended with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Where the beginning was cut off, its first line may be the end of a secret, which no mask would find. */
function withoutHead(said: string, longest: number): string {
  const line = said.indexOf('\n') + 1;
  return said.slice(line > 0 ? Math.min(line, longest) : longest);
}

/** Collects both outputs; of `said` the last `most` characters. */
function collect({ stdout, stderr }: Child, most: number): { printed: string; said: string; cut: boolean } {
  const output = { printed: '', said: '', cut: false };
  stdout.on('data', (text: string) => {
    if (output.printed.length < mostPrinted) output.printed += text;
  });
  for (const stream of [stdout, stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.cut ||= output.said.length + text.length > most;
      output.said = (output.said + text).slice(-most);
    });
  }
  return output;
}

function tell(pid: number | undefined, message: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, message);
  } catch {
    // It has ended already.
  }
}
