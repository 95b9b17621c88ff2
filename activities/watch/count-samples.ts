import { fallsOf, increase, type SampledBlock } from '../../analysis/increase.ts';
import type { Counts, Problem, SideCounts } from '../../analysis/types.ts';
import type { MetricConfig, Slot } from '../../config/plan.ts';
import { describeSource } from '../../config/sources/index.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { messageOf } from '../sentence.ts';
import { countsOf, type Count, type Sides } from './count.ts';
import type { RawSeries } from './read-metrics.ts';
import { groupSeries, histogramsOf, type Counted } from './series.ts';
import type { Values } from './reading.ts';

/** Where a block lies; times in milliseconds since the epoch. */
export type Stretch = Pick<SampledBlock, 'from' | 'to' | 'since' | 'longestStep'>;

/** Sides whose samples cover stretches that differ by more than this share of the longer one are uneven. */
const UNEVEN = 0.1;

/**
 * Counts one metric in a block from raw samples that were read by absolute time. What counts is said at `increase`.
 * One of many instances that began again costs what it alone had not told yet. A side without series is absent, one
 * without a sample in the block is stale, and one with a single sample so far has no data; none of them is 0. `uneven`: the
 * sides' requests are of stretches of different length, so they tell nothing of how requests are split. Pure.
 */
export function countSamples(
  metric: Counted & Pick<MetricConfig, 'name'>,
  sides: Sides,
  { series, processStartedAt }: RawSeries,
  stretch: Stretch,
): Count & { uneven: boolean } {
  const counts: SideCounts = {};
  const problems: Problem[] = [];
  const covered: number[] = [];
  const block = { ...stretch, ...(processStartedAt === undefined ? {} : { processStartedAt }) };
  for (const side of ['candidate', 'stable'] as const) {
    const slot = sides[side];
    if (slot === null) continue;
    const counted = countSlot(metric, slot, series[slot] ?? [], block);
    if ('kind' in counted) problems.push({ metric: metric.name, side, ...counted });
    else {
      counts[side] = counted.counts;
      covered.push(counted.covered);
    }
  }
  return { counts, problems, uneven: Math.min(...covered) < (1 - UNEVEN) * Math.max(...covered) };
}

function countSlot(
  metric: Counted,
  slot: Slot,
  series: readonly Series[],
  block: SampledBlock,
): { counts: Counts; covered: number } | Pick<Problem, 'kind' | 'message'> {
  const what = describeSource(metric.source);
  if (series.length === 0) return { kind: 'absent', message: `${what} had no series of ${slot} then` };
  const newest = Math.max(...series.map(({ samples }) => samples.at(-1)?.at ?? 0));
  if (newest <= block.from) {
    const seconds = Math.round((block.to - newest) / 1000);
    return { kind: 'stale', message: `the newest sample of ${slot} was ${seconds} s old at the block's end` };
  }
  let covered = 0;
  const increases = withFalls(metric, series).map(({ begunAgain, labels, samples }) => {
    const counted = increase(samples, { ...block, begunAgain });
    if (counted === undefined) return { labels, samples: [] };
    covered = Math.max(covered, counted.covered);
    return { labels, samples: [{ at: block.to, value: counted.counts }] };
  });
  if (increases.every(({ samples }) => samples.length === 0)) {
    return { kind: 'absent', message: `${what} had no two samples of ${slot} that follow each other` };
  }
  try {
    const { total, parts } = groupSeries(metric, slot, increases) ?? { total: {}, parts: [] };
    return { counts: countsOf(metric.bad.kind, sum(total), parts.map(sum)), covered };
  } catch (error) {
    return { kind: 'absent', message: messageOf(error) };
  }
}

/**
 * The buckets of one histogram begin again together: where one fell, also those did that have passed their old value
 * since, and taking them for gone on would move requests from one edge to another. Counters of one process begin
 * again together as well, but which they are is not known, so each is told by its own fall.
 */
export function withFalls(
  { bad }: Counted,
  series: readonly Series[],
): (Series & { begunAgain: ReadonlySet<number> })[] {
  const groups = bad.kind === 'slower' ? histogramsOf(series) : series.map((each) => [each]);
  return groups.flatMap((group) => {
    const begunAgain = new Set(group.flatMap(({ samples }) => fallsOf(samples)));
    return group.map((each) => ({ ...each, begunAgain }));
  });
}

function sum(values: Values): number {
  return Object.values(values).reduce((all, value) => all + value, 0);
}
