import type { Problem } from '../../analysis/types.ts';
import type { MetricConfig, Milliseconds, Slot } from '../../config/plan.ts';
import type { RawReading } from './read-metrics.ts';
import type { MetricReading } from './reading.ts';
import { groupSeries } from './series.ts';
import { messageOf } from '../sentence.ts';

/** One metric's reading, or why there is none. */
export type Sorted = { reading: MetricReading } | { problem: Problem };

/**
 * Sorts a raw reading by what its series count. A refused read, a source that stands still and series that are not
 * what the metric needs are told apart. `edges` is undefined while a histogram's are not chosen. Pure.
 */
export function sortReading(
  metric: MetricConfig,
  edges: number[] | undefined,
  raw: RawReading | undefined,
  now: number,
  oldest: Milliseconds,
): Sorted {
  const problem = (kind: Problem['kind'], message: string): Sorted => ({
    problem: { metric: metric.name, kind, message },
  });
  if (raw === undefined) return problem('error', 'it was not asked');
  if ('refused' in raw) return problem('error', raw.refused);
  if (metric.bad.kind === 'slower' && edges === undefined) {
    return problem(
      'absent',
      `${metric.source.series} has counted nothing yet at the stable side, so no edge is chosen`,
    );
  }
  if (now - raw.at > oldest) {
    return problem('stale', `the newest sample is ${Math.round((now - raw.at) / 1000)} s old`);
  }
  const counted = { ...metric, ...(edges === undefined ? {} : { edges }) };
  const slots: MetricReading['slots'] = {};
  try {
    for (const slot of ['blue', 'green'] satisfies Slot[]) {
      const found = groupSeries(counted, slot, raw.series[slot] ?? []);
      if (found !== undefined) slots[slot] = found;
    }
  } catch (error) {
    return problem('absent', messageOf(error));
  }
  const { at, processStartedAt } = raw;
  return { reading: { at, slots, ...(processStartedAt === undefined ? {} : { processStartedAt }) } };
}
