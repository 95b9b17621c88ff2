import { proportionBounds } from './proportion-bounds.ts';
import { play, type Played, type Split } from './play.ts';
import { seededRandom } from './random.ts';
import type { BacktestTerms, StablePast } from './terms.ts';

/** What became of the releases of a backtest. Times are in seconds. */
export interface Backtested {
  runs: number;
  /** Good releases that were stopped, and between which shares the chance of it lies, 95 % sure. */
  stopped: { count: number; low: number; high: number; byMetric: Record<string, number> };
  stages: StageBacktested[];
  /** Releases whose burst divisor or block length was assumed, since their past had too few bad requests. */
  assumed: number;
  /** The middle one of all releases. */
  blockSeconds: number;
  burstDivisor: Record<string, number>;
}

/** What one weight took. */
export interface StageBacktested {
  share: number;
  /** `elapsed`: it was passed by being over, which proves nothing. */
  until: 'safe' | 'elapsed';
  max: number;
  /** Releases that came to this weight, those that it stopped too, and those that passed it within its time. */
  reached: number;
  passed: number;
  /** Null where it was not passed by as many. */
  median: number | null;
  ninetieth: number | null;
}

/**
 * Plays so many releases from random starts in the stable side's past, each with a random part of its requests as
 * its candidate: all of them are good. The same seed gives the same runs.
 */
export function backtest(
  past: StablePast,
  terms: BacktestTerms,
  { runs, seed, split }: { runs: number; seed: number; split: Split },
): Backtested {
  const random = seededRandom(seed);
  const played: Played[] = [];
  for (let i = 0; i < runs; i += 1) {
    const start = terms.first + Math.floor(random() * (terms.last - terms.first + 1));
    played.push(play(past, terms, start, split, random));
  }
  const stops = played.flatMap(({ stopped }) => stopped ?? []);
  return {
    runs,
    stopped: {
      count: stops.length,
      ...proportionBounds(stops.length, runs),
      byMetric: countBy(stops.map(({ metric }) => metric)),
    },
    stages: terms.stages.map(({ share, until, max }, i) => {
      const reached = played.filter(
        ({ passed, stopped }) => passed.length + (stopped === undefined ? 0 : 1) > i,
      );
      const seconds = reached.map(({ passed }) => passed[i] ?? Infinity).toSorted((a, b) => a - b);
      return {
        share,
        until,
        max,
        reached: reached.length,
        passed: seconds.filter(Number.isFinite).length,
        median: quantile(seconds, 0.5),
        ninetieth: quantile(seconds, 0.9),
      };
    }),
    assumed: played.filter(({ calibrations }) =>
      Object.values(calibrations).some(({ method }) => method === 'assumed'),
    ).length,
    blockSeconds: quantile(played.map(({ blockSeconds }) => blockSeconds).toSorted(rising), 0.5) ?? 0,
    burstDivisor: Object.fromEntries(
      terms.metrics.map(({ name }) => {
        const divisors = played.map(({ calibrations }) => calibrations[name]?.burstDivisor ?? 1);
        return [name, quantile(divisors.toSorted(rising), 0.5) ?? 1];
      }),
    ),
  };
}

function rising(a: number, b: number): number {
  return a - b;
}

/** Of sorted numbers; null where it is not finite, or there are none. */
function quantile(sorted: readonly number[], share: number): number | null {
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return found === undefined || !Number.isFinite(found) ? null : found;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
