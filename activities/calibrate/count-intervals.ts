import { increase } from '../../analysis/increase.ts';
import type { StableInterval } from '../../analysis/calibration/stable-sums.ts';
import type { Counts } from '../../analysis/types.ts';
import type { Milliseconds, Slot } from '../../config/plan.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { countsOf } from '../watch/count.ts';
import { withFalls } from '../watch/count-samples.ts';
import { halfOf, type Halving } from '../watch/halving.ts';
import { groupSeries, roleOf, type Counted, type Role } from '../watch/series.ts';

/** Base intervals that follow each other; times in milliseconds since the epoch. */
export interface Page {
  from: number;
  interval: Milliseconds;
  /** How many intervals. */
  length: number;
  /** Samples further apart than this have a missing stretch between them. */
  longestStep: Milliseconds;
}

/** A page, counted. */
export interface CountedPage {
  /** In the order of time; undefined is missing. */
  intervals: (StableInterval | undefined)[];
  /** What each instance counted in all of it, where every series is of one in a half. */
  instances?: Record<string, Counts>;
}

/** What one group of series counted in an interval: all requests, and those of each part. */
interface Sums {
  total: number;
  parts: number[];
}

/**
 * Counts one slot in each interval of a page, in the order of time, from raw samples. A step belongs to the interval
 * in which it ends. An interval that no step covers is missing, which is not 0. Throws a sentence when the series
 * are not what the metric needs. Pure.
 */
export function countIntervals(
  metric: Counted,
  slot: Slot,
  series: readonly Series[],
  page: Page,
  halving: Halving | undefined,
): CountedPage {
  groupSeries(metric, slot, series);
  const parts = metric.bad.kind === 'labels' ? 1 : (metric.edges?.length ?? 0);
  const empty = (): Sums[] =>
    Array.from({ length: page.length }, () => ({ total: 0, parts: Array.from({ length: parts }, () => 0) }));
  const [all, a, b] = [empty(), empty(), empty()];
  const covered = Array.from({ length: page.length }, () => false);
  let apart = halving !== undefined;
  const byInstance = new Map<string, Sums>();
  for (const each of withFalls(metric, series)) {
    const half = halving === undefined ? undefined : halfOf(halving, each.labels[halving.label]);
    apart &&= half !== undefined;
    const groups = half === undefined ? [all] : [all, half === 'a' ? a : b];
    const instance = each.labels[halving?.label ?? ''] ?? '';
    const own = byInstance.get(instance) ?? { total: 0, parts: Array.from({ length: parts }, () => 0) };
    byInstance.set(instance, own);
    const role = roleOf(metric, each.labels);
    for (const { at, since, counts } of stepsOf(each, page)) {
      const index = Math.ceil((at - page.from) / page.interval) - 1;
      const first = Math.max(0, Math.ceil((since - page.from) / page.interval));
      for (let k = first; k <= index; k += 1) covered[k] = true;
      for (const group of groups) addTo(group[index], role, counts);
      addTo(own, role, counts);
    }
  }
  const count = (sums: Sums | undefined): Counts =>
    countsOf(metric.bad.kind, sums?.total ?? 0, sums?.parts ?? []);
  const intervals = covered.map((is, k) => {
    if (!is) return undefined;
    const whole = count(all[k]);
    return apart ? { ...whole, halves: { a: count(a[k]), b: count(b[k]) } } : whole;
  });
  if (!apart) return { intervals };
  return {
    intervals,
    instances: Object.fromEntries([...byInstance].map(([name, sums]) => [name, count(sums)])),
  };
}

function addTo(sums: Sums | undefined, role: Role, counts: number): void {
  if (sums === undefined) return;
  if (role.total) sums.total += counts;
  for (const part of role.parts) sums.parts[part] = (sums.parts[part] ?? 0) + counts;
}

/** What a series counted from each sample to the next that ends in the page. */
function stepsOf(
  { samples, begunAgain }: Series & { begunAgain: ReadonlySet<number> },
  { from, interval, length, longestStep }: Page,
): { at: number; since: number; counts: number }[] {
  const to = from + interval * length;
  return samples.flatMap((sample, i) => {
    const previous = samples[i - 1];
    if (previous === undefined || sample.at <= from || sample.at > to) return [];
    const block = { from: previous.at, to: sample.at, since: previous.at, longestStep, begunAgain };
    const step = increase([previous, sample], block);
    return step === undefined ? [] : [{ at: sample.at, since: previous.at, counts: step.counts }];
  });
}
