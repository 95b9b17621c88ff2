/**
 * The one watch of a release: from the first weight above 0 until retire some chunk of it always runs,
 * whatever the release waits for. Steps say what to watch for; what the watch finds is acted on here.
 */
import { CancellationScope, isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';
import type { WatchAnswer, WatchRequest } from '../activities/types.ts';
import type { Milliseconds } from '../config/plan.ts';
import { watches } from './calls.ts';
import { rootCause } from './failures.ts';
import { raiseHold } from './hold.ts';
import { record, requestStop, splitFor, type Life } from './life.ts';
import { putRight } from './put-right.ts';

const CHUNK = 5 * 60_000;
const BLOCKS_A_CHUNK = 240;
const RETRY_AFTER_ERROR = '10s';
/** Added to the propagation time, for requests that were under way at a change of weight. */
const SETTLE = 1000;

/** What a stretch of the watch is for. */
export interface WatchMode {
  mode: WatchRequest['mode'];
  bake?: NonNullable<WatchRequest['bake']> & { onFail: 'revert' | 'hold' };
  /** How long this stretch is expected to last: days-long stretches get longer chunks. */
  expected?: Milliseconds;
}

/** Ends the running chunk and waits for what it carries. */
export async function stopWatch(life: Life): Promise<void> {
  const { watching } = life;
  watching.scope?.cancel();
  await watching.done;
}

/** Begins a new stage: the weight has come into effect at this time. */
export function beginStage(life: Life, effectiveAt: number): void {
  const { watching } = life;
  watching.stage += 1;
  watching.blocksFrom = effectiveAt + life.propagation + SETTLE;
  watching.trafficSince ??= effectiveAt;
  watching.muted = [];
}

/** Watches in this way from now on. Does nothing before the candidate got traffic. */
export async function startWatch(life: Life, mode: WatchMode): Promise<void> {
  await stopWatch(life);
  const { watching } = life;
  if (watching.trafficSince === null || life.knownGood || life.stop !== null) return;
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  watching.scope = scope;
  watching.mode = mode.mode;
  watching.verdict = null;
  watching.done = scope
    .run(async () => watchOn(life, mode, scope))
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    })
    .finally(() => {
      if (watching.scope === scope) watching.scope = null;
    });
}

/** Watches without a bake from now on, unless it is watched so already. */
export async function keepWatching(life: Life, expected?: Milliseconds): Promise<void> {
  if (life.watching.scope !== null && life.watching.mode === 'steady') return;
  await startWatch(life, { mode: 'steady', ...(expected === undefined ? {} : { expected }) });
}

async function watchOn(life: Life, mode: WatchMode, scope: CancellationScope): Promise<void> {
  for (;;) {
    const answer = await chunk(life, mode, scope);
    if (answer === undefined) {
      if (scope.consideredCancelled) return;
      await sleep(RETRY_AFTER_ERROR);
      continue;
    }
    carry(life, answer);
    if (life.stop !== null) return;
    switch (answer.kind) {
      case 'cancelled':
        return;
      case 'chunk':
        break;
      case 'pass':
      case 'inconclusive':
        life.watching.verdict = answer;
        return;
      case 'fail':
        if (mode.bake?.onFail === 'hold' && answer.finding === 'harm') {
          life.watching.muted = [...life.watching.muted, 'harm'];
          life.watching.verdict = answer;
          return;
        }
        record(life, 'verdict', answer.message, {
          data: { verdict: 'fail', reason: answer.reason, blame: answer.blame },
        });
        requestStop(life, { cause: 'verdict', message: answer.message });
        return;
      case 'hold':
        if (answer.finding !== undefined) life.watching.muted = [...life.watching.muted, answer.finding];
        raiseHold(life, {
          reason: answer.reason,
          message: answer.message,
          promotable: true,
          retryable: false,
        });
        break;
      case 'drift':
        life.watching.muted = [...life.watching.muted, 'drift'];
        await putRight(life, answer.message);
        life.watching.muted = life.watching.muted.filter((finding) => finding !== 'drift');
        break;
    }
    if (scope.consideredCancelled) return;
  }
}

/** One chunk; undefined when it was cancelled before a worker had taken it. */
async function chunk(
  life: Life,
  mode: WatchMode,
  scope: CancellationScope,
): Promise<WatchAnswer | undefined> {
  const request = makeRequest(life, mode);
  try {
    return await watches(request.until - Date.now()).watch(request);
  } catch (error) {
    if (isCancellation(error) || scope.consideredCancelled) return undefined;
    if (!(error instanceof TemporalFailure)) throw error;
    const message = `the watch cannot run: ${rootCause(error) ?? error.message}`;
    raiseHold(life, { reason: 'error', message, promotable: false, retryable: true });
    return undefined;
  }
}

function makeRequest(life: Life, mode: WatchMode): WatchRequest {
  const { input, watching } = life;
  const { plan } = input;
  const { slot } = input.candidate;
  const old = input.stable?.slot ?? null;
  const bake = mode.bake;
  const longest = Math.max(CHUNK, (mode.expected ?? 0) / 100);
  const length = Math.min(longest, Math.max(CHUNK / 5, plan.analysis.block * BLOCKS_A_CHUNK));
  return {
    place: { lane: input.lane, router: plan.router, platform: plan.platform },
    release: input.id,
    metrics: plan.metrics,
    analysis: plan.analysis,
    candidate: slot,
    stable: life.cutOver ? null : old,
    warm: life.cutOver ? old : null,
    stage: `${watching.stage}`,
    weight: life.traffic.asked,
    mode: mode.mode,
    blocksFrom: watching.blocksFrom,
    trafficSince: watching.trafficSince ?? Date.now(),
    ...(bake === undefined
      ? {}
      : {
          bake: {
            until: bake.until,
            minRequests: bake.minRequests,
            minUntil: bake.minUntil,
            maxUntil: bake.maxUntil,
          },
        }),
    muted: mode.mode === 'transition' ? [...watching.muted, 'drift'] : watching.muted,
    expected: { split: splitFor(life, life.traffic.asked) },
    until: Date.now() + length,
    state: watching.state,
  };
}

function carry(life: Life, answer: WatchAnswer): void {
  const { watching } = life;
  watching.state = answer.state;
  watching.evidence = answer.evidence;
  watching.raiseAllowed = answer.raiseAllowed;
  watching.overBound = answer.overBound;
  if (answer.observed !== undefined) {
    life.traffic = { ...life.traffic, observed: answer.observed, proven: true };
  }
}
