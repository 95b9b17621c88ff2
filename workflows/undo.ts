/**
 * Undo takes back what was applied: first traffic, to the stable side, until none is seen at the candidate; then the
 * rest, newest first, which are what `run` steps did and the candidate's instances. It tries without limit, pages
 * after a minute, and only an admin's `leave` ends it early.
 */
import { CancellationScope, condition, isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';
import { formatDuration } from '../config/units.ts';
import { backOff } from './back-off.ts';
import { hooks, observes, retires } from './calls.ts';
import { rootCause } from './failures.ts';
import { describeHook } from './labels.ts';
import { record, splitFor, subjectOf, type Life, type Undo } from './life.ts';
import { noteObserved } from './observed.ts';
import { settle } from './settle.ts';
import { stopWatch } from './watching.ts';
import { write } from './write.ts';

const PAGE_AFTER = 60_000;
const HOUR = 3_600_000;
/** Between two tries of somebody's own undo that has failed for an hour. */
const LONGEST_OF_HOOKS = 600_000;
/** How long no traffic at all is looked at before it is taken for none. */
const PATIENCE = 3000;

/** Undoes everything that was applied. Returns false when an admin left it where it was. */
export async function undo(life: Life): Promise<boolean> {
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  life.undoScope = scope;
  const paging = new CancellationScope({ cancellable: true, parent: life.base });
  void paging.run(async () => pageWhenLate(life)).catch(() => undefined);
  try {
    await scope.run(async () => takeBack(life));
    return true;
  } catch (error) {
    if (isCancellation(error) && life.left !== null) return false;
    throw error;
  } finally {
    paging.cancel();
  }
}

async function takeBack(life: Life): Promise<void> {
  life.watching.scope?.cancel();
  life.calibrating.scope?.cancel();
  const hadTraffic = life.undo.includes('traffic');
  const restoring = life.watching.restoring > 0;
  // Users are served by the stable side before anybody waits for somebody's own script.
  if (hadTraffic) {
    await untilDone(life, 'take traffic back', async () => zero(life));
    await stopWatch(life);
    await condition(() => life.watching.restoring === 0);
    // Its last attempt may land after the zero.
    if (restoring) life.unsettledSince = Date.now();
    life.sentence = 'waiting until no write can come late any more';
    await untilDone(life, 'see that traffic stays where it was before', async () => settle(life));
  }
  for (let last = life.undo.pop(); last !== undefined; last = life.undo.pop()) {
    const each = last;
    if (each === 'instances') {
      await untilDone(life, 'take the candidate down', async () => retireCandidate(life, hadTraffic));
    } else if (each !== 'traffic') {
      await untilDone(life, `undo step ${each.step}`, async (nth) => callUndo(life, each, nth), {
        patient: true,
      });
    }
  }
  await stopWatch(life);
}

/**
 * Tries until `act` has nothing more to say. An error is no reason to give up either. `patient`: after an hour the
 * tries are up to 10 minutes apart.
 */
async function untilDone(
  life: Life,
  what: string,
  act: (nth: number) => Promise<string | undefined>,
  { patient = false } = {},
): Promise<void> {
  const since = Date.now();
  let told: string | undefined;
  for (let nth = 1; ; nth += 1) {
    const missing = await act(nth).catch((error: unknown) => {
      if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
      return rootCause(error);
    });
    if (missing === undefined) return;
    life.sentence = `cannot ${what}: ${missing}`;
    // Each try of a command has a log of its own, which makes it no other trouble.
    const trouble = missing.replaceAll(/ \(log [^)]*\)/g, '');
    if (trouble !== told) record(life, 'undo', life.sentence);
    told = trouble;
    await sleep(patient && Date.now() - since > HOUR ? backOff(since, LONGEST_OF_HOOKS) : backOff(since));
  }
}

/** Writes 0 and looks; says what is missing until the router has it and no request starts at the candidate. */
async function zero(life: Life): Promise<string | undefined> {
  const { stable, candidate, plan, lane } = life.input;
  const split = stable === null ? null : splitFor(life, 0);
  life.sentence = 'taking traffic back from the candidate';
  const answer = await write(life, split, {
    onDrift: 'restore',
    unread: true,
    mustBeReady: stable === null ? [] : [stable.slot],
    tries: 'endless',
  });
  if (answer.kind !== 'written' && answer.kind !== 'already') return answer.message;
  if (split === null) return undefined;
  const seen = await observes('endless', PATIENCE).observe({
    place: { lane, router: plan.router, platform: plan.platform },
    split,
    candidate: candidate.slot,
    effectiveAt: answer.effectiveAt,
    splitDivisor: plan.analysis.splitDivisor,
    goal: 'zero',
    patience: PATIENCE,
  });
  noteObserved(life, seen);
  return seen.kind === 'proven' || seen.kind === 'no-traffic' ? undefined : seen.message;
}

async function retireCandidate(life: Life, hadTraffic: boolean): Promise<undefined> {
  const { candidate, plan, lane } = life.input;
  const place = { lane, router: plan.router, platform: plan.platform };
  const longest = plan.drain.kind === 'wait' ? plan.drain.wait : plan.drain.deadline;
  if (hadTraffic) {
    life.sentence = 'waiting for the candidate to finish its requests';
    const drained = await observes('endless', longest).drain({
      place,
      slot: candidate.slot,
      drain: plan.drain,
    });
    record(life, 'undo', drained.message);
  }
  life.sentence = 'taking the candidate down';
  await retires('endless', plan.platform.grace).retire(place, candidate.slot, candidate.version);
  record(life, 'undo', `${candidate.version} in ${candidate.slot} is gone`);
}

async function callUndo(
  life: Life,
  { step, hook }: Exclude<Undo, string>,
  attempt: number,
): Promise<undefined> {
  const what = describeHook(hook);
  life.sentence = `undoing step ${step} by ${what}`;
  const call = { ...subjectOf(life, step), act: 'undo' as const, attempt };
  const said = await hooks('endless', hook.timeout).hook({ lane: life.input.lane, hook, call });
  record(life, 'undo', `step ${step} is undone by ${what}: ${said}`, { step });
}

async function pageWhenLate(life: Life): Promise<void> {
  const usual = life.observationLag + life.lateWrites;
  await sleep(PAGE_AFTER + usual);
  const after = formatDuration(PAGE_AFTER + usual);
  record(life, 'error', `undo is not done after ${after}: ${life.sentence}`, { page: true });
}
