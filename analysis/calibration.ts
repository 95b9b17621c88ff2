import type { InstanceSpread } from './instance-spread.ts';
import { phiByHalves, phiByPairs, type PoolSums } from './calibration/pool-sums.ts';
import { BLOCK_POOLS, TAIL_POOL, type CountSums, type StableSums } from './calibration/stable-sums.ts';

/** How long a block has to be and how bad requests cluster, and how that is known (verdict.md §6). */
export interface Calibration {
  /**
   * `halves`: from differences between two halves of the stable instances; `pairs`: between neighbouring stretches;
   * `assumed`: too few bad requests were seen to measure it; `given`: by the service file.
   */
  method: 'pairs' | 'halves' | 'assumed' | 'given';
  /** Base intervals in a block. */
  blockIntervals: number;
  burstDivisor: number;
  /**
   * How many times more than by chance bad requests vary in a block, or in one that is long enough for their bursts;
   * null where that was not measured.
   */
  phi: number | null;
  /** Bad requests that it was measured from. */
  badEvents: number;
  /** The spread between the stable instances, where it is known. */
  spread?: InstanceSpread;
}

/** What a calibration is asked for. */
export interface CalibrationTerms {
  /** Base intervals in a block, where that is fixed; left out: as few as the bad requests allow. */
  blockIntervals?: number;
  /** A burst divisor that the service file gives. */
  given?: number;
  /** Left out: halves where they counted 100 bad requests, else pairs. */
  by?: 'pairs' | 'halves';
  /** The source has no history: what was seen is what was watched since the release began. */
  live?: boolean;
}

/** Bad requests from which phi is measured at all. */
const ENOUGH_BAD = 20;
/** Bad requests from which halves are trusted, and a divisor of 1. */
const MANY_BAD = 100;
/** Base intervals in a block while phi is not measured. */
const ASSUMED_INTERVALS = 3;
/** The least divisor while phi is not measured: with a history that shows few bad requests, and without one. */
export const ASSUMED_DIVISOR = { history: 4, live: 8 } as const;
/**
 * A past in which no pools of this length can be compared hides bursts that take a minute: without this the benchmark
 * stopped 12 % of the good releases that had bursts over 60 s and no history. What is assumed stands until then.
 */
const SLOW_POOL = 6;
/** Comparisons of one length without which its phi is chance alone, and with which it is taken as it is. */
const ENOUGH_COMPARED = 8;
const MANY_COMPARED = 60;

/**
 * Calibrates one metric by what its stable side counted so far. With several edges the largest block and the largest
 * divisor of them hold for all.
 */
export function calibrate(sums: StableSums, terms: CalibrationTerms = {}): Calibration {
  const blockIntervals = terms.blockIntervals ?? Math.max(1, ...sums.map((each) => ownLength(each, terms)));
  const byCount = sums.map((each) => atLength(each, blockIntervals, terms));
  const none: Calibration = {
    method: 'assumed',
    blockIntervals,
    burstDivisor: terms.live === true ? ASSUMED_DIVISOR.live : ASSUMED_DIVISOR.history,
    phi: null,
    badEvents: 0,
  };
  const [first = none, ...others] = byCount;
  const largest = others.reduce((most, each) => (each.burstDivisor > most.burstDivisor ? each : most), first);
  return terms.given === undefined ? largest : { ...largest, method: 'given', burstDivisor: terms.given };
}

/**
 * Calibrates all metrics of a release, by name. They share one clock, so a block is as long as the metric with the
 * slowest bursts needs, unless `blockIntervals` fixes it.
 */
export function calibrateRelease(
  metrics: Readonly<Record<string, { sums: StableSums; given?: number }>>,
  terms: Omit<CalibrationTerms, 'given'> = {},
): Record<string, Calibration> {
  const entries = Object.entries(metrics);
  const blockIntervals =
    terms.blockIntervals ?? Math.max(1, ...entries.map(([, { sums }]) => calibrate(sums).blockIntervals));
  return Object.fromEntries(
    entries.map(([name, { sums, given }]) => [
      name,
      calibrate(sums, { ...terms, blockIntervals, ...(given === undefined ? {} : { given }) }),
    ]),
  );
}

interface Measured {
  method: 'pairs' | 'halves';
  badEvents: number;
  phi: (pool: PoolSums) => number | undefined;
  /** How many differences phi is the mean of. */
  compared: (pool: PoolSums) => number;
}

/** How the bad requests of one count are measured; undefined while there are too few of them. */
function measured({ bad, halves }: CountSums, { by }: CalibrationTerms): Measured | undefined {
  const both = halves.a + halves.b;
  const least = by === 'halves' ? ENOUGH_BAD : MANY_BAD;
  if (by !== 'pairs' && both >= least && halves.a > 0 && halves.b > 0) {
    const theta = halves.a / both;
    return {
      method: 'halves',
      badEvents: both,
      phi: (pool) => phiByHalves(pool, theta),
      compared: (pool) => pool.halves.pools,
    };
  }
  if (bad < ENOUGH_BAD) return undefined;
  return { method: 'pairs', badEvents: bad, phi: phiByPairs, compared: (pool) => pool.pairs.compared };
}

/** The shortest pool that shows nearly all of the variation that the longest shows. */
function ownLength(sums: CountSums, terms: CalibrationTerms): number {
  const by = measured(sums, terms);
  if (by === undefined) return ASSUMED_INTERVALS;
  const tail = longestSeen(sums, by);
  const most = tail === undefined ? undefined : by.phi(tail);
  if (tail === undefined || most === undefined) return ASSUMED_INTERVALS;
  const enough = sums.pools.find(
    (pool) => BLOCK_POOLS.includes(pool.intervals) && (by.phi(pool) ?? -1) >= 0.8 * most,
  );
  const length = enough?.intervals ?? Math.max(...BLOCK_POOLS);
  return tail.intervals === TAIL_POOL ? length : Math.max(ASSUMED_INTERVALS, length);
}

/** The longest pool of which there are enough to be more than chance: with a short past not the longest there is. */
function longestSeen({ pools }: CountSums, by: Measured): PoolSums | undefined {
  return pools.findLast((pool) => by.compared(pool) >= ENOUGH_COMPARED && by.phi(pool) !== undefined);
}

/**
 * Where a block is too short to hold a burst, the divisor is that of a block which would: a burst counts as much
 * over several blocks as within one, since log factors add up.
 */
function atLength(sums: CountSums, blockIntervals: number, terms: CalibrationTerms): Calibration {
  const by = measured(sums, terms);
  const whole = Math.max(blockIntervals, ownLength(sums, terms));
  const phi = by === undefined ? undefined : phiAt(sums, by, whole);
  if (by === undefined || phi === undefined) {
    const burstDivisor = assumedDivisor(sums, terms);
    return { method: 'assumed', blockIntervals, burstDivisor, phi: null, badEvents: sums.bad };
  }
  const { method, badEvents } = by;
  const used = phi.mean * (phi.compared < MANY_COMPARED ? 1 + Math.sqrt(2 / phi.compared) : 1);
  const plain = used < 1.25 && badEvents >= MANY_BAD;
  const slowSeen = (longestSeen(sums, by)?.intervals ?? 0) >= SLOW_POOL;
  const least = slowSeen ? 1.5 : ASSUMED_DIVISOR.live;
  const burstDivisor = plain && slowSeen ? 1 : Math.max(least, 1.5 * used);
  return { method, blockIntervals, burstDivisor, phi: phi.mean, badEvents };
}

/**
 * With few bad requests their largest burst is known. With many of them in a past that is too short to compare its
 * parts a large count is no burst, so that what can be compared speaks.
 */
function assumedDivisor(sums: CountSums, { live }: CalibrationTerms): number {
  if (sums.bad < ENOUGH_BAD) {
    return Math.max(live === true ? ASSUMED_DIVISOR.live : ASSUMED_DIVISOR.history, sums.largest);
  }
  return Math.max(ASSUMED_DIVISOR.live, ...sums.pools.map((pool) => 1.5 * (phiByPairs(pool) ?? 0)));
}

/**
 * phi of pools of so many intervals, and how many differences it is the mean of: with few of them it is raised by its
 * standard error. Between two lengths that are kept it is the larger of both, since it seldom falls as pools grow;
 * and while the past is too short for pools of this length, the largest of all shorter ones.
 */
function phiAt(
  sums: CountSums,
  by: Measured,
  intervals: number,
): { mean: number; compared: number } | undefined {
  const seen = longestSeen(sums, by)?.intervals ?? 0;
  const known = sums.pools
    .filter((pool) => pool.intervals <= seen)
    .flatMap((pool) => ({
      intervals: pool.intervals,
      mean: by.phi(pool) ?? 0,
      compared: by.compared(pool),
    }));
  const exact = known.find((pool) => pool.intervals === intervals);
  if (exact !== undefined) return exact;
  const above = known.find((pool) => pool.intervals > intervals);
  const below = known.filter((pool) => pool.intervals < intervals);
  const near = above === undefined ? below : [...below.slice(-1), above];
  return near.length === 0 ? undefined : near.reduce((most, each) => (each.mean > most.mean ? each : most));
}
