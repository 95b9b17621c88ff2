/** How metrics are weighed at a weight: by all that the stable side has shown until then (verdict.md §6). */
import { addBlock } from '../analysis/calibration/add-block.ts';
import { addInterval, beginSums } from '../analysis/calibration/stable-sums.ts';
import type { Block } from '../analysis/types.ts';
import type { MetricPast } from '../activities/calibrate/past.ts';
import type { WatchAnswer } from '../activities/types.ts';
import { calibrationsOf } from './calibrations-of.ts';
import { describeCalibrations } from './describe-calibrations.ts';
import { deriveLimits } from './derive-limits.ts';
import { record, type Life } from './life.ts';

/** Blocks that begin this much later than the one before ended do not follow it; in milliseconds. */
const GAP = 1000;
/** A block whose length is off by more than this share is no pool of the others' length. */
const OFF = 0.1;

/** Calibrates anew, at the beginning of a weight, and tells it where it is not as before. */
export function recalibrate(life: Life): void {
  const { calibrating, analysis, input } = life;
  const { metrics } = input.plan;
  const { stable } = input;
  if (stable === null || metrics.length === 0) return;
  const blockIntervals = Math.round(analysis.block / analysis.interval);
  const before = describeCalibrations(life);
  calibrating.calibrations = calibrationsOf(metrics, calibrating.past, blockIntervals);
  if (life.traffic.asked === 10_000) deriveLimits(life);
  const now = describeCalibrations(life);
  if (now === before) return;
  record(life, 'calibrated', now, {
    data: { block: analysis.block, plannedBlocks: analysis.plannedBlocks, ...calibrating.calibrations },
  });
}

/** Folds the blocks of a chunk into what is known of the stable side. */
export function foldBlocks(life: Life, { blocks, state }: Pick<WatchAnswer, 'blocks' | 'state'>): void {
  const { calibrating, analysis } = life;
  const blockIntervals = Math.round(analysis.block / analysis.interval);
  for (const block of blocks) {
    const follows = Math.abs(block.start - calibrating.end) < GAP;
    const isWhole =
      block.partial !== true && Math.abs(block.seconds * 1000 - analysis.block) < OFF * analysis.block;
    for (const { name } of life.input.plan.metrics) {
      const past = forBlock(calibrating.past[name], block.counts[name]?.stable?.bad.length);
      if (past === undefined) continue;
      const broken = follows ? past : { ...past, sums: addInterval(past.sums, undefined) };
      calibrating.past[name] = withBlock(broken, block, name, isWhole, blockIntervals);
    }
    calibrating.end = block.start + block.seconds * 1000;
  }
  for (const [name, past] of Object.entries(calibrating.past)) {
    // The watch gave the halves up.
    if (past.halving === undefined || state.halving[name] !== undefined) continue;
    const { halving: _, ...rest } = past;
    calibrating.past[name] = rest;
  }
}

/** What was not known before the first block begins with it, once the edges of a latency metric are chosen. */
function forBlock(past: MetricPast | undefined, bads: number | undefined): MetricPast | undefined {
  if (past !== undefined && (bads === undefined || past.sums.length === bads)) return past;
  if (bads === undefined) return undefined;
  return { by: 'watched', seen: 0, requests: 0, ...past, sums: beginSums(bads) };
}

function withBlock(
  past: MetricPast,
  { counts, seconds }: Block,
  name: string,
  isWhole: boolean,
  blockIntervals: number,
): MetricPast {
  const { stable, halves } = counts[name] ?? {};
  if (stable === undefined || !isWhole) {
    return { ...past, sums: addBlock(past.sums, blockIntervals, undefined) };
  }
  const counted = { ...stable, ...(halves === undefined ? {} : { halves }) };
  return {
    ...past,
    sums: addBlock(past.sums, blockIntervals, counted),
    seen: past.seen + seconds * 1000,
    requests: past.requests + stable.total,
  };
}
