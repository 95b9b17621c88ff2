import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../../providers/error-code.ts';

const run = promisify(execFile);

/** Time of the processor, which every machine can count; many virtual ones have no counters of their own. */
const EVENT = 'cpu-clock';
/** Samples a second of each core; no round number, so that it does not beat with what happens each hundredth. */
const RATE = 199;
/** What a profile of a minute may be as text. */
const MOST_TEXT = 2 ** 30 - 1;

/** Why no profile can be taken here, with what to do; undefined where one can. `folder` is for what it tries. */
export async function whatPerfLacks(folder: string): Promise<string | undefined> {
  const file = join(folder, 'tried');
  const asRoot = 'run this as root, or set kernel.perf_event_paranoid to 1 or less (sysctl)';
  try {
    await run('perf', recordInto(file, ['true']));
    const { stdout } = await run('perf', ['evlist', '-i', file]);
    // It leaves the kernel out by itself where only that is forbidden.
    return stdout.includes(':u') ? `perf may not look at the kernel here: ${asRoot}.` : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return 'perf is not installed: on Debian "apt install linux-perf" brings it, on Ubuntu linux-tools-generic.';
    }
    const said = error instanceof Error ? error.message.trim() : String(error);
    return `perf does not work here: ${asRoot}. It said: ${said}`;
  }
}

/** Takes a profile of processes, all threads of theirs, for so many seconds, or until all of them have ended. */
export async function record(pids: readonly number[], seconds: number, file: string): Promise<void> {
  await run('perf', recordInto(file, ['sleep', String(seconds)], ['-p', pids.join(',')]));
}

/** A profile as text: a block for each sample, with a line for each frame of its stack. */
export async function scriptOf(file: string): Promise<string> {
  const { stdout } = await run('perf', ['script', '-i', file, '-F', 'comm,pid,tid,ip,sym,dso'], {
    maxBuffer: MOST_TEXT,
  });
  return stdout;
}

/** Programs are not copied to the home folder, as perf does when nobody tells it. */
function recordInto(file: string, command: string[], of: string[] = []): string[] {
  const what = ['-e', EVENT, '-F', String(RATE), '-g', '--no-buildid', '--no-buildid-cache'];
  return ['record', '--quiet', ...what, '-o', file, ...of, '--', ...command];
}
