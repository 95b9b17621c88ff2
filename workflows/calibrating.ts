/**
 * Before the first shift a release learns how its stable side behaves: from what the sources keep of the past, else
 * by watching it while deploy and smoke run. It may neither fail nor hold up the release, and what is not learnt is
 * assumed, and said.
 */
import { CancellationScope, condition, isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';
import { keepsHistory } from '../config/keeps-history.ts';
import type { MetricConfig, Milliseconds } from '../config/plan.ts';
import { plannedBlocks } from '../config/planned-blocks.ts';
import { blockIntervals } from './block-intervals.ts';
import { calibrates } from './calls.ts';
import { rootCause } from './failures.ts';
import { isEnding, type Life } from './life.ts';
import { stoppedEarly } from './stop-early.ts';

/** What was seen longer ago would not be read again either. */
const LONGEST: Milliseconds = 6 * 3_600_000;
/** How long the first shift waits for histories that are still being read. */
const PATIENCE: Milliseconds = 30_000;
/** Where deploy and smoke take less than this there is little to watch meanwhile. */
const SOON: Milliseconds = 1000;

/** Begins to learn, beside the steps. Does nothing where no stable side is there to learn of. */
export function startCalibrating(life: Life): void {
  const { input, calibrating } = life;
  const { metrics, steps } = input.plan;
  if (input.stable === null || metrics.length === 0 || isEnding(life)) return;
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  calibrating.scope = scope;
  const kept = metrics.filter(({ source }) => keepsHistory(source));
  const unkept = metrics.filter(({ source }) => !keepsHistory(source));
  calibrating.reading = kept.length > 0;
  const reading = learn(life, scope, kept).then(() => {
    calibrating.reading = false;
  });
  // How much traffic there is decides where a ramp begins, so that is looked at however short the time.
  const pause = life.frugal && !steps.some(({ kind }) => kind === 'ramp') ? SOON : 0;
  const watching = learn(life, scope, unkept, pause);
  calibrating.done = Promise.all([reading, watching]).then(() => undefined);
}

/** Ends it with what is known, and fixes the length of blocks for the whole release. */
export async function endCalibrating(life: Life): Promise<void> {
  const { input, calibrating } = life;
  if (calibrating.scope === null) return;
  const isUrgent = input.kind !== 'release';
  if (!isUrgent) await condition(() => !calibrating.reading, PATIENCE);
  await stopCalibrating(life);
  const { analysis, steps } = input.plan;
  if (analysis.blockGiven) return;
  const block = analysis.interval * blockIntervals(input.plan, calibrating.past);
  life.analysis = { ...analysis, block, plannedBlocks: plannedBlocks(steps, block) };
}

/** Ends it, if it runs. */
export async function stopCalibrating({ calibrating }: Life): Promise<void> {
  calibrating.scope?.cancel();
  await calibrating.done;
  calibrating.scope = null;
}

async function learn(
  life: Life,
  scope: CancellationScope,
  metrics: MetricConfig[],
  pause: Milliseconds = 0,
): Promise<void> {
  const { input, calibrating } = life;
  const { plan, stable, candidate, lane } = input;
  if (stable === null || metrics.length === 0) return;
  const request = {
    place: { lane, router: plan.router, platform: plan.platform },
    release: input.id,
    metrics,
    analysis: plan.analysis,
    stable: stable.slot,
    versions: { [stable.slot]: stable.version, [candidate.slot]: candidate.version },
    until: Date.now() + LONGEST,
  };
  try {
    const learnt = await scope.run(async () => {
      if (pause > 0 && (await isOverWithin(pause))) return {};
      return stoppedEarly('calibrate', async () => calibrates(LONGEST).calibrate(request));
    });
    calibrating.past = { ...calibrating.past, ...learnt };
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    const lacking = isCancellation(error) ? 'nobody could watch it before' : rootCause(error);
    for (const { name } of metrics) {
      calibrating.past[name] = { by: 'watched', sums: [], seen: 0, requests: 0, lacking };
    }
  }
}

/** Waits so long; true where the scope was ended before. */
async function isOverWithin(pause: Milliseconds): Promise<boolean> {
  try {
    await sleep(pause);
    return false;
  } catch (error) {
    if (isCancellation(error)) return true;
    throw error;
  }
}
