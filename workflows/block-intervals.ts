import { calibrate } from '../analysis/calibration.ts';
import { BLOCK_POOLS, beginSums, type StableSums } from '../analysis/calibration/stable-sums.ts';
import type { MetricPast, Past } from '../activities/calibrate/past.ts';
import type { Plan } from '../config/plan.ts';

/**
 * How many base intervals the blocks of a release have: as many as the metric with the slowest bursts needs, and no
 * fewer than the sources and the history allow (verdict.md §6). Pure.
 */
export function blockIntervals(
  { metrics, analysis: { interval, shortestBlock } }: Pick<Plan, 'metrics' | 'analysis'>,
  past: Past,
): number {
  const needed = metrics.map(({ name }) => calibrate(sumsOf(past[name])).blockIntervals);
  const least = Math.max(1, ...needed, shortestBlock / interval);
  return BLOCK_POOLS.find((length) => length >= least) ?? Math.max(...BLOCK_POOLS);
}

/** What a metric's past counted; of one that nothing is known of, nothing. Pure. */
export function sumsOf(past: MetricPast | undefined): StableSums {
  return past === undefined || past.sums.length === 0 ? beginSums(1) : past.sums;
}
