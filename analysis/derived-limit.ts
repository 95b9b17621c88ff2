import type { CountSums, StableSums } from './calibration/stable-sums.ts';
import type { Metric } from './types.ts';

/** Bad requests that a stretch is pooled to. */
const ENOUGH_BAD = 20;
/** With no bad request in N, fewer than 3/N are bad at 95 %. */
const NONE_SEEN = 3;

/** A stretch of the stable side's past that is being pooled, and the largest bad rate of those before it. */
export interface WorstStretch {
  total: number;
  bad: number;
  rate: number;
}

/** Before the first interval. */
export const NO_STRETCH: WorstStretch = { total: 0, bad: 0, rate: 0 };

/** Adds one interval to the stretch; with 20 bad requests it is long enough, and the next one begins. */
export function addToStretch(worst: WorstStretch, total: number, bad: number): WorstStretch {
  const stretch = { ...worst, total: worst.total + total, bad: worst.bad + bad };
  if (stretch.bad < ENOUGH_BAD) return stretch;
  return { ...NO_STRETCH, rate: Math.max(worst.rate, stretch.bad / stretch.total) };
}

/**
 * The limit that a metric without one is held to when there is no stable side any more (verdict.md §5): the largest
 * bad rate over stretches of the stable side's past, each pooled to 20 bad requests, or where there were fewer in
 * all over the whole of it, times the margin; never below the metric's floor, under which it says nothing. Like a
 * given limit it is of the highest edge. Undefined where the past holds no requests, or where any rate would do.
 */
export function deriveLimit(
  sums: StableSums,
  { margin, floor }: Pick<Metric, 'margin' | 'floor'>,
): number | undefined {
  const counted = sums.at(-1);
  if (counted === undefined || counted.total === 0) return undefined;
  const limit = Math.max(floor, margin * worstRate(counted));
  return limit > 0 && limit < 1 ? limit : undefined;
}

function worstRate({ total, bad, worst }: CountSums): number {
  return worst.rate > 0 ? worst.rate : Math.max(bad, NONE_SEEN) / total;
}
