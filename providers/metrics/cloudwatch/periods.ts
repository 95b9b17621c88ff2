import type { CloudwatchQuery } from '../../../config/sources/cloudwatch.ts';
import type { Series, TimeRange } from '../metric-source.ts';

/** Periods of equal length, one after the other; times in milliseconds since the epoch. */
export interface Periods {
  start: number;
  period: number;
  length: number;
}

/**
 * The periods of a range that are known: from the one that `from` lies in to the last that ends at `to` or before,
 * without those that ended less than the query's delay ago. Pure.
 */
export function completePeriods(
  { from, to }: TimeRange,
  { period, delay }: Pick<CloudwatchQuery, 'period' | 'delay'>,
  now: number,
): Periods {
  const start = floorTo(period, from);
  const end = floorTo(period, Math.min(to, now - delay));
  return { start, period, length: Math.max(0, (end - start) / period) };
}

/** The start of the period that a time lies in. Pure. */
export function floorTo(period: number, time: number): number {
  return Math.floor(time / period) * period;
}

/** Cumulative samples: 0 where the first period starts, then one at the end of each. Pure. */
export function cumulate(
  { start, period, length }: Periods,
  countOf: (start: number) => number,
): Series['samples'] {
  const samples = [{ at: start, value: 0 }];
  let value = 0;
  for (let i = 0; i < length; i += 1) {
    value += countOf(start + i * period);
    samples.push({ at: start + (i + 1) * period, value });
  }
  return samples;
}
