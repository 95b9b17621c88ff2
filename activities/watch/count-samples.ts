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

/**
 * Counts one metric in a block from raw samples that were read by absolute time. What counts is said at `increase`.
 * One of many instances that began again costs what it alone had not told yet. A side without series is absent, one
 * without a sample in the block is stale, and one with a single sample so far has no data; none of them is 0. Pure.
 */
export function countSamples(
  metric: Counted & Pick<MetricConfig, 'name'>,
  sides: Sides,
  { series, processStartedAt }: RawSeries,
  stretch: Stretch,
): Count {
  const counts: SideCounts = {};
  const problems: Problem[] = [];
  const block = { ...stretch, ...(processStartedAt === undefined ? {} : { processStartedAt }) };
  for (const side of ['candidate', 'stable'] as const) {
    const slot = sides[side];
    if (slot === null) continue;
    const counted = countSlot(metric, slot, series[slot] ?? [], block);
    if ('kind' in counted) problems.push({ metric: metric.name, side, ...counted });
    else counts[side] = counted;
  }
  return { counts, problems };
}

function countSlot(
  metric: Counted,
  slot: Slot,
  series: readonly Series[],
  block: SampledBlock,
): Counts | Pick<Problem, 'kind' | 'message'> {
  const what = describeSource(metric.source);
  if (series.length === 0) return { kind: 'absent', message: `${what} had no series of ${slot} then` };
  const newest = Math.max(...series.map(({ samples }) => samples.at(-1)?.at ?? 0));
  if (newest <= block.from) {
    const seconds = Math.round((block.to - newest) / 1000);
    return { kind: 'stale', message: `the newest sample of ${slot} was ${seconds} s old at the block's end` };
  }
  const increases = withFalls(metric, series).map(({ begunAgain, labels, samples }) => {
    const value = increase(samples, { ...block, begunAgain });
    return { labels, samples: value === undefined ? [] : [{ at: block.to, value }] };
  });
  if (increases.every(({ samples }) => samples.length === 0)) {
    return { kind: 'absent', message: `${what} had no two samples of ${slot} that follow each other` };
  }
  try {
    const { total, parts } = groupSeries(metric, slot, increases) ?? { total: {}, parts: [] };
    return countsOf(metric.bad.kind, sum(total), parts.map(sum));
  } catch (error) {
    return { kind: 'absent', message: messageOf(error) };
  }
}

/**
 * The buckets of one histogram begin again together: where one fell, also those did that have passed their old value
 * since, and taking them for gone on would move requests from one edge to another. Counters of one process begin
 * again together as well, but which they are is not known, so each is told by its own fall.
 */
function withFalls(
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
