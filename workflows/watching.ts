/**
 * The one watch of a release: from the first weight above 0 until the candidate is known good some chunk of it always
 * runs, whatever the release waits for. Steps say what to watch for; what the watch finds is acted on elsewhere.
 */
import {
  CancellationScope,
  condition,
  isCancellation,
  patched,
  sleep,
  TemporalFailure,
} from '@temporalio/workflow';
import type { WatchAnswer, WatchRequest } from '../activities/types.ts';
import type { Milliseconds } from '../config/plan.ts';
import { backOff } from './back-off.ts';
import { watches } from './calls.ts';
import { rootCause } from './failures.ts';
import { ask } from './hold.ts';
import { isEnding, record, type Life } from './life.ts';
import { LATE } from './waiting.ts';
import { foldBlocks, recalibrate } from './recalibrate.ts';
import { stoppedEarly } from './stop-early.ts';
import { actOn } from './watch-answer.ts';
import { makeRequest, type WatchMode } from './watch-request.ts';

/** Added to the propagation time for requests that were under way at a change of weight, where nothing tells it. */
const SETTLE = 1000;
/** What usually takes less time than this is watched only when it takes longer. */
const SOON = 1000;
/** Chunks that end sooner than this, one after the other, are spaced by it. */
const SHORT = 1000;

/**
 * Ends the watch and waits for what it carries, and for what is being put right, which may take minutes: it is watched
 * meanwhile.
 */
export async function stopWatch(life: Life): Promise<void> {
  await endWatch(life);
  while (isRestoring(life) && patched('watched-while-put-right')) {
    await keepWatching(life);
    await condition(() => !isRestoring(life));
    await endWatch(life);
  }
  await untilRestored(life);
}

/** Ends the running chunk and waits for what it carries. */
async function endWatch({ watching }: Life): Promise<void> {
  watching.scope?.cancel();
  await watching.done;
}

async function untilRestored(life: Life): Promise<void> {
  if (isRestoring(life) && patched('put-right-beside')) await condition(() => !isRestoring(life));
}

function isRestoring(life: Life): boolean {
  return life.watching.restoring > 0 && !isEnding(life);
}

/** Begins a new stage: the weight has come into effect at this time. */
export function beginStage(life: Life, effectiveAt: number): void {
  const { watching } = life;
  if (watching.stage === 0) watching.trafficSince = effectiveAt;
  watching.stage += 1;
  watching.blocksFrom = effectiveAt + life.propagation + slowest(life);
  // That it is faster was answered for good.
  watching.muted = watching.muted.filter((finding) => finding === 'faster');
  watching.restored = 0;
  recalibrate(life);
}

/** How long requests are under way at the stable side, but for one in a hundred. */
function slowest({ calibrating }: Life): Milliseconds {
  const known = Object.values(calibrating.past).flatMap(({ p99 }) => p99 ?? []);
  return known.length === 0 ? SETTLE : Math.max(...known);
}

/** Watches in this way from now on. Does nothing before the candidate got traffic. */
export async function startWatch(life: Life, mode: WatchMode): Promise<void> {
  await endWatch(life);
  if (isRestoring(life) && !patched('watched-while-put-right')) await untilRestored(life);
  const { watching } = life;
  if (watching.trafficSince === null || life.knownGood || isEnding(life)) return;
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  watching.scope = scope;
  watching.plain = isPlain(mode);
  watching.verdict = null;
  watching.done = scope
    .run(async () => watchOn(life, mode, scope))
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
}

/**
 * Watches for no answer from now on, unless it is watched so already. A bake or a ramp that was promoted leaves a
 * watch that would end with its verdict, which nobody takes any more.
 */
export async function keepWatching(life: Life, expected?: Milliseconds): Promise<void> {
  if (life.watching.scope !== null && life.watching.plain) return;
  await startWatch(life, { mode: 'steady', ...(expected === undefined ? {} : { expected }) });
}

/**
 * Does work that usually takes a moment. Once it has taken a second it is watched in this way, as far as it is not
 * watched already; a watch for a moment would see nothing, and its begin and end cost more than most of that work.
 */
export async function watchingIfLong<T>(life: Life, mode: WatchMode, work: () => Promise<T>): Promise<T> {
  const late = new CancellationScope({ cancellable: true, parent: life.base });
  const begun = late
    .run(async () => {
      await sleep(SOON);
      life.moment = false;
      if (life.watching.scope === null) await startWatch(life, mode);
    })
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  life.moment = true;
  try {
    return await work();
  } finally {
    life.moment = false;
    late.cancel();
    await begun;
  }
}

function isPlain({ mode, bake, ramp, onFail }: WatchMode): boolean {
  return mode === 'steady' && bake === undefined && ramp === undefined && onFail === undefined;
}

async function watchOn(life: Life, mode: WatchMode, scope: CancellationScope): Promise<void> {
  const { watching } = life;
  try {
    let lastWasShort = false;
    let brokenSince: number | null = null;
    const since = Date.now();
    // A chunk that is over late was missed, and what it could not read any more is left to the next one.
    let missedSince: number | null = null;
    for (;;) {
      const began = Date.now();
      const request = makeRequest(life, mode, since);
      const answer = await chunk(life, request, scope);
      if (isEnding(life)) return;
      if (scope.consideredCancelled) return await failLate(life, mode, answer);
      if (answer === 'broken') {
        brokenSince ??= began;
        watching.brokenSince ??= began;
        await sleep(backOff(brokenSince));
        continue;
      }
      missedSince ??= brokenSince ?? began;
      brokenSince = null;
      if (
        answer !== undefined &&
        !wasMoved(mode, answer, request) &&
        !wasMissed(life, mode, answer, missedSince) &&
        !wasBegunLate(life, mode, answer, began)
      ) {
        if ((await actOn(life, mode, answer)) === 'done') return;
      }
      if (Date.now() - request.until < LATE) missedSince = null;
      const short = Date.now() - began < SHORT;
      if (short && lastWasShort) await sleep(SHORT);
      lastWasShort = short;
    }
  } finally {
    if (watching.scope === scope) watching.scope = null;
  }
}

/** A chunk that is asked to stop still closes its block, and a fail in that one counts as any other. */
async function failLate(
  life: Life,
  mode: WatchMode,
  answer: WatchAnswer | 'broken' | undefined,
): Promise<void> {
  if (answer === undefined || answer === 'broken' || answer.kind !== 'fail') return;
  if (mode.onFail === 'hold' && (answer.finding === 'harm' || answer.finding === 'rule')) return;
  await actOn(life, mode, answer);
}

/** One chunk, with what it carries kept; undefined when it was cancelled, `broken` when it cannot run. */
async function chunk(
  life: Life,
  request: WatchRequest,
  scope: CancellationScope,
): Promise<WatchAnswer | 'broken' | undefined> {
  const { watching } = life;
  const look = new CancellationScope({ cancellable: true, parent: scope });
  watching.chunk = look;
  try {
    const answer = await look.run(async () =>
      stoppedEarly('watch', async () => watches(request.until - Date.now()).watch(request)),
    );
    carry(life, answer, request.stage);
    return answer;
  } catch (error) {
    if (isCancellation(error)) return undefined;
    if (!(error instanceof TemporalFailure)) throw error;
    // A worker that died while it was asked to stop is a time-out, since nothing is tried again after that.
    if (look.consideredCancelled) return undefined;
    const reason = 'the watch cannot run';
    if (!life.holds.some((held) => held.reason === reason)) {
      const message = `${reason}: ${rootCause(error)}`;
      void ask(life, { reason, message, promotable: false, retryable: true });
    }
    return 'broken';
  }
}

/** Whether a bake or a ramp came to an end that was moved meanwhile: it goes on to the present one. */
function wasMoved({ bake, ramp }: WatchMode, { kind }: WatchAnswer, request: WatchRequest): boolean {
  const end = (bake ?? ramp)?.wait.end;
  if (end === undefined || end === (request.bake ?? request.ramp)?.maxUntil) return false;
  return kind === 'inconclusive' || (kind === 'pass' && bake?.until === 'elapsed');
}

/**
 * Whether a bake or a ramp came to its end while no worker ran. The time since the chunk began is then given to it
 * again: it is neither shortened by a stop of the daemon nor ended by it.
 */
function wasMissed(life: Life, mode: WatchMode, answer: WatchAnswer, began: number): boolean {
  const ending = mode.bake ?? mode.ramp;
  if (ending === undefined || answer.kind !== 'inconclusive') return false;
  const { wait } = ending;
  if (Date.now() - wait.end < LATE) return false;
  const seconds = Math.round((wait.end - began) / 1000);
  wait.end += Date.now() - began;
  const what = mode.bake === undefined ? 'ramp' : 'bake';
  record(life, 'error', `no worker watched the end of the ${what}, so it goes on for ${seconds} s`);
  return true;
}

/**
 * Whether a bake or a ramp came to its end while its last chunk waited for a worker for half of its time or more, as on
 * a machine with too much to do: that time is given to it again. Each time somebody has to be as late again.
 */
function wasBegunLate(life: Life, mode: WatchMode, answer: WatchAnswer, began: number): boolean {
  const ending = mode.bake ?? mode.ramp;
  const { kind, late = 0 } = answer;
  if (ending === undefined || kind !== 'inconclusive') return false;
  const { wait } = ending;
  if (late < SHORT || late * 2 < wait.end - began || !patched('begun-late')) return false;
  wait.end = Date.now() + late;
  const [what, seconds] = [mode.bake === undefined ? 'ramp' : 'bake', Math.round(late / 1000)];
  record(life, 'error', `no worker watched the ${what} for ${seconds} s, so it goes on for as long`);
  return true;
}

function carry(life: Life, answer: WatchAnswer, stage: string): void {
  const { watching } = life;
  watching.heard = Date.now();
  watching.brokenSince = null;
  watching.state = answer.state;
  foldBlocks(life, answer);
  watching.evidence = answer.evidence;
  if (answer.ramp !== undefined) watching.ramp = answer.ramp;
  watching.rules = answer.rules;
  watching.raiseAllowed = answer.raiseAllowed;
  watching.overBound = answer.overBound;
  if (answer.observed !== undefined && stage === `${watching.stage}`) {
    life.traffic = { ...life.traffic, observed: answer.observed, proven: true };
  }
}
