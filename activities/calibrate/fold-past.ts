import { addInterval, beginSums, type StableInterval } from '../../analysis/calibration/stable-sums.ts';
import type { MetricConfig, Milliseconds } from '../../config/plan.ts';
import type { MetricPast } from './past.ts';

/** Folds one interval in. Pure. */
export function withInterval(
  past: MetricPast,
  counted: StableInterval | undefined,
  interval: Milliseconds,
): MetricPast {
  return {
    ...past,
    sums: addInterval(past.sums, counted),
    seen: past.seen + (counted === undefined ? 0 : interval),
    requests: past.requests + (counted?.total ?? 0),
  };
}

/** Nothing of a metric's past. Pure. */
export function nothing({ bad }: Pick<MetricConfig, 'bad'>, edges: number[] | undefined): MetricPast {
  const bads = bad.kind === 'labels' ? 1 : (edges?.length ?? 0);
  return { by: 'history', sums: beginSums(bads), seen: 0, requests: 0 };
}
