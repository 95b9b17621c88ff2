import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandConfig } from '../../config/plan.ts';
import type { ProviderContext } from '../context.ts';
import { HandedBack } from '../hand-back.ts';
import { programOf } from './command-line.ts';
import { endJob, endRemains } from './job/end.ts';
import { jobFiles, jobLayout, type JobLayout } from './job/layout.ts';
import { settleJob, type JobOutcome } from './job/outcome.ts';
import { placeJob, readJob, removeJob, type JobRecord } from './job/record.ts';
import { startJob } from './job/start.ts';
import { stateOf, type JobState } from './job/state.ts';
import { replaceIn, variablesOf, type CommandSubject } from './subject.ts';

/** A command that changes something. */
export interface Job {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** What it does, in words that go on from "cannot": the same words in one lane mean the same job. */
  what: string;
  config: CommandConfig;
  subject: CommandSubject;
  /** Standard output is kept apart from the log. */
  answers?: boolean;
  /** Whether this job takes another back, by what that one does: then that is ended, while any other is waited for. */
  ends?: (what: string) => boolean;
  /** Asked when the lane is this job's: true means that there is nothing to do. */
  unless?: () => Promise<boolean>;
}

const poll = 100;

/**
 * Runs a command to its end, one at a time in a lane, whatever is killed meanwhile. A command outlives its daemon: a
 * repeated call finds it, waits for its end and takes its answer, and begins it anew only where that answer was taken
 * before. It is ended with all that it started after its timeout, or when the signal says so for another reason than
 * HandedBack. Answers undefined where `unless` said that there is nothing to do. Throws where nobody knows how it
 * ended: then a repeated call runs it again.
 */
export async function runJob(
  job: Job,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<JobOutcome | undefined> {
  signal.throwIfAborted();
  const layout = jobLayout(context.dataFolder, job.lane);
  for (;;) {
    // What has ended meanwhile keeps its answer for whoever comes next.
    if (signal.reason instanceof HandedBack) throw signal.reason;
    const found = await readJob(layout.current);
    if (found === undefined) {
      signal.throwIfAborted();
      if (await begin(layout, job, context)) continue;
      return undefined;
    }
    const files = jobFiles(layout.current, found.id);
    const state = await stateOf(found, files);
    if (state.kind === 'abandoned') {
      await removeJob(layout, found);
    } else if (state.kind === 'ended') {
      if (state.status === undefined) await endRemains(found, files);
      const outcome = await settleJob(layout, found, state.status, context);
      // The answer is taken from here on: a daemon that stops just now still gives it.
      if (isCalledOff(signal)) throw signal.reason;
      if (found.what !== job.what) continue;
      if (outcome.lost) throw new Error(`The command to ${job.what} ${outcome.how}; it is to be run again.`);
      return outcome;
    } else {
      const why = whyEnd(job, found, state, signal);
      if (why === undefined) {
        signal.throwIfAborted();
        await sleep(poll, undefined, { signal }).catch(() => undefined);
        continue;
      }
      await endJob(found, files, why);
      // A shell that had not even claimed its job leaves no status either.
      if (state.kind === 'placed') await removeJob(layout, found);
    }
  }
}

/** Why a job that has not ended is to be ended now, to go on "was ended"; undefined: it is waited for. */
function whyEnd(
  job: Job,
  found: JobRecord,
  { since }: Extract<JobState, { since: number }>,
  signal: AbortSignal,
): string | undefined {
  if (isCalledOff(signal) && found.what === job.what) return 'when it was called off';
  if (Date.now() >= since + found.timeout) return `after ${found.timeout / 1000} s, its timeout`;
  return job.ends?.(found.what) === true ? `to ${job.what}` : undefined;
}

/** Not where the daemon only stops, which may be at any moment between two looks. */
function isCalledOff(signal: AbortSignal): boolean {
  return signal.aborted && !(signal.reason instanceof HandedBack);
}

/** Takes the lane and begins the command. True: look at what has the lane now. */
async function begin(layout: JobLayout, job: Job, context: ProviderContext): Promise<boolean> {
  const { config, subject } = job;
  const placed = await placeJob(layout, {
    what: job.what,
    program: programOf(config.command, (text) => replaceIn(text, subject)),
    directory: config.directory,
    environment: config.environment,
    told: variablesOf(subject),
    timeout: config.timeout,
    answers: job.answers ?? false,
  });
  if (placed === undefined) return true;
  let begun = false;
  try {
    if ((await job.unless?.()) === true) return false;
    await startJob(placed, jobFiles(layout.current, placed.id), context);
    begun = true;
    return true;
  } finally {
    if (!begun) await removeJob(layout, placed);
  }
}
