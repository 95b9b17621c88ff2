import type { StableInterval } from '../../analysis/calibration/stable-sums.ts';
import type { Slot } from '../../config/plan.ts';
import { countIntervals, type Page } from '../calibrate/count-intervals.ts';
import type { RawSeries } from '../watch/read-metrics.ts';
import type { Counted } from '../watch/series.ts';

/**
 * Counts each interval of a page: of the slot that had more requests in it, since the stable side has most of them,
 * and which slot that was changes with every release. Undefined where neither could be counted. Pure.
 */
export function countPage(
  metric: Counted,
  { series }: RawSeries,
  page: Page,
): (StableInterval | undefined)[] {
  const count = (slot: Slot) => countIntervals(metric, slot, series[slot] ?? [], page, undefined).intervals;
  const [blue, green] = [count('blue'), count('green')];
  return blue.map((each, i) => larger(each, green[i]));
}

function larger(
  one: StableInterval | undefined,
  other: StableInterval | undefined,
): StableInterval | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.total > other.total ? one : other;
}
