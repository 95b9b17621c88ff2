import { addToStretch, NO_STRETCH, type WorstStretch } from '../derived-limit.ts';
import type { Counts, Halves } from '../types.ts';
import { addToPool, beginPool, type Counted, type PoolSums } from './pool-sums.ts';

/** Lengths of pools in base intervals that a block may have. */
export const BLOCK_POOLS: readonly number[] = [1, 2, 3, 6, 12];
/** The longest pool: a block is long enough when longer pools would show little more. */
export const TAIL_POOL = 30;
const POOLS: readonly number[] = [...BLOCK_POOLS, TAIL_POOL];
/** The pool whose largest bad count stands in for a burst where too few bad requests were seen. */
const LARGEST_POOL = 12;

/** What the stable side counted in one base interval. */
export interface StableInterval extends Counts {
  /** Only where there are two stable instances or more, each read by itself. */
  halves?: Halves;
}

/** What is remembered of one bad count: of constant size, however many intervals were seen. */
export interface CountSums {
  total: number;
  bad: number;
  /** For a limit that is derived from this past. */
  worst: WorstStretch;
  halves: { a: number; b: number };
  /** The largest bad count of one pool of 12 intervals. */
  largest: number;
  /** One for each length. */
  pools: PoolSums[];
}

/** All that a calibration and a derived limit need of a metric's past: plain JSON, one entry for each bad count. */
export type StableSums = CountSums[];

/** The sums before the first interval of a metric with so many bad counts. */
export function beginSums(bads: number): StableSums {
  return Array.from({ length: bads }, () => ({
    total: 0,
    bad: 0,
    worst: NO_STRETCH,
    halves: { a: 0, b: 0 },
    largest: 0,
    pools: POOLS.map(beginPool),
  }));
}

/**
 * Folds the next base interval of the stable side in and leaves the given sums as they were. Undefined is an
 * interval that could not be read: what is before it and what is after it are not put together.
 */
export function addInterval(sums: StableSums, interval: StableInterval | undefined): StableSums {
  return sums.map((each, i) => addCounted(each, countedAt(interval, i)));
}

/** One bad count of an interval; undefined where it was not counted. */
export function countedAt(interval: StableInterval | undefined, i: number): Counted | undefined {
  const bad = interval?.bad[i];
  if (interval === undefined || bad === undefined) return undefined;
  const a = interval.halves?.a.bad[i];
  const b = interval.halves?.b.bad[i];
  const { total } = interval;
  return a === undefined || b === undefined ? { total, bad } : { total, bad, halves: { a, b } };
}

/** Folds one bad count in; `addPool` says how long the stretch is that it was counted over. Pure. */
export function addCounted(
  sums: CountSums,
  counted: Counted | undefined,
  addPool: typeof addToPool = addToPool,
): CountSums {
  const { a, b } = counted?.halves ?? { a: 0, b: 0 };
  const open = sums.pools.find(({ intervals }) => intervals === LARGEST_POOL)?.open.bad ?? 0;
  const bad = counted?.bad ?? 0;
  const total = counted?.total ?? 0;
  return {
    total: sums.total + total,
    bad: sums.bad + bad,
    worst: addToStretch(sums.worst, total, bad),
    halves: { a: sums.halves.a + a, b: sums.halves.b + b },
    largest: Math.max(sums.largest, open + bad),
    pools: sums.pools.map((pool) => addPool(pool, counted)),
  };
}
