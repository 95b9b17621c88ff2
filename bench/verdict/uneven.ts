import { instanceSpread, weighedBySpread } from '../../analysis/instance-spread.ts';
import type { Counts } from '../../analysis/types.ts';
import type { Terms } from './judged.ts';
import type { Random } from './random.ts';
import { HOUR, sum, type Moment } from './release.ts';
import { INTERVAL, source, type Source } from './traffic.ts';

/** ln of the bad rate differs by so much from one instance to the next, whatever their version. */
const SIGMA = 0.3;
const INSTANCES = { candidate: 2, stable: 8 };
const PER_SECOND = 10;
const RATE = 0.01;
const METRIC = { margin: 1.25, safeMargin: 2 };

/**
 * A release on ten instances at ten requests a second each that are not alike. Where the spread is known, from what
 * each stable instance counted in six hours, blocks are weighed by it.
 */
export function unevenRelease(
  ratio: number,
  known: boolean,
  random: Random,
): { moments: Moment[]; terms: Terms } {
  const rates = (instances: number): number[] =>
    Array.from({ length: instances }, () => RATE * Math.exp(SIGMA * random.normal()));
  const stable = rates(INSTANCES.stable);
  const half = INSTANCES.stable / 2;
  const [candidate, a, b] = [rates(INSTANCES.candidate), stable.slice(0, half), stable.slice(half)].map(
    (of) => ({
      requests: PER_SECOND * INTERVAL * of.length,
      rate: of.reduce((total, rate) => total + rate, 0) / of.length,
      source: source({ kind: 'bursts', size: 1, over: 1 }, of.length, random),
    }),
  );
  const next = (side: { requests: number; rate: number; source: Source } | undefined, times = 1) =>
    side?.source(side.requests, side.rate * times) ?? { total: 0, bad: 0 };
  const moments = Array.from({ length: HOUR }, () => {
    const halves = { a: next(a), b: next(b) };
    return { candidate: next(candidate, ratio), stable: sum(halves.a, halves.b), halves };
  });
  const past = stable.map((rate): Counts => {
    const total = 6 * 3600 * PER_SECOND;
    return { total, bad: [random.poisson(total * rate)] };
  });
  const spread = known ? instanceSpread(past, 1) : undefined;
  const weighed =
    spread === undefined ? { margin: METRIC.margin } : weighedBySpread(METRIC, spread, INSTANCES);
  return { moments, terms: { blockIntervals: 1, weighed: () => weighed } };
}
