import type { Problem } from '../../analysis/types.ts';
import type { MetricConfig, Milliseconds, Slot } from '../../config/plan.ts';
import { describeSource } from '../../config/sources/index.ts';
import type { RawReading, RawSeries } from './read-metrics.ts';
import type { MetricReading } from './reading.ts';
import { groupSeries } from './series.ts';
import { messageOf } from '../sentence.ts';

/** One metric's reading, or why there is none. */
export type Sorted = { reading: MetricReading } | { problem: Problem };

/** What was read, or why nothing of it can be counted. `edges` is undefined while a histogram's are not chosen. Pure. */
export function readable(
  metric: MetricConfig,
  edges: number[] | undefined,
  raw: RawReading | undefined,
): { series: RawSeries } | { problem: Problem } {
  const problem = (kind: Problem['kind'], message: string): { problem: Problem } => ({
    problem: { metric: metric.name, kind, message },
  });
  if (raw === undefined) return problem('error', 'it was not asked');
  if ('refused' in raw) return problem('error', raw.refused);
  if (metric.bad.kind === 'slower' && edges === undefined) {
    const what = describeSource(metric.source);
    return problem('absent', `${what} has counted nothing yet at the stable side, so no edge is chosen`);
  }
  return { series: raw };
}

/**
 * Sorts a raw reading by what its series count. A refused read, a source that stands still and series that are not
 * what the metric needs are told apart. Pure.
 */
export function sortReading(
  metric: MetricConfig,
  edges: number[] | undefined,
  raw: RawReading | undefined,
  now: number,
  oldest: Milliseconds,
): Sorted {
  const read = readable(metric, edges, raw);
  if ('problem' in read) return read;
  const { at, processStartedAt, series } = read.series;
  const problem = (kind: Problem['kind'], message: string): Sorted => ({
    problem: { metric: metric.name, kind, message },
  });
  if (now - at > oldest) {
    return problem('stale', `the newest sample is ${Math.round((now - at) / 1000)} s old`);
  }
  const counted = { ...metric, ...(edges === undefined ? {} : { edges }) };
  const slots: MetricReading['slots'] = {};
  try {
    for (const slot of ['blue', 'green'] satisfies Slot[]) {
      const found = groupSeries(counted, slot, series[slot] ?? []);
      if (found !== undefined) slots[slot] = found;
    }
  } catch (error) {
    return problem('absent', messageOf(error));
  }
  return { reading: { at, slots, ...(processStartedAt === undefined ? {} : { processStartedAt }) } };
}
