/** Bad requests of one kind in a base interval, with the requests that they are of. */
export interface Counted {
  total: number;
  bad: number;
  /** Bad requests of the two halves of the stable instances, where they were read apart. */
  halves?: { a: number; b: number };
}

/** Running sums over disjoint pools of so many base intervals: all that the factor phi of this length depends on. */
export interface PoolSums {
  intervals: number;
  /** The pool that is being filled, and how many intervals it has. */
  filled: number;
  open: Counted;
  /** The first of two neighbouring pools, while the second is filled. */
  first: { total: number; bad: number } | null;
  pairs: { compared: number; squares: number; expected: number };
  /**
   * Of each pool with halves its bad requests x and d = x_A - x/2. Squares of d instead of x_A lose no digits where
   * counts are large and the halves alike.
   */
  halves: { pools: number; x: number; dd: number; dx: number; xx: number };
}

const EMPTY: Counted = { total: 0, bad: 0 };

/** The sums before the first interval. */
export function beginPool(intervals: number): PoolSums {
  return {
    intervals,
    filled: 0,
    open: EMPTY,
    first: null,
    pairs: { compared: 0, squares: 0, expected: 0 },
    halves: { pools: 0, x: 0, dd: 0, dx: 0, xx: 0 },
  };
}

/** Folds one interval in. Undefined is a missing stretch: no pool and no pair reaches over it. */
export function addToPool(sums: PoolSums, interval: Counted | undefined): PoolSums {
  const { intervals, filled, first, pairs, halves } = sums;
  if (interval === undefined) return { intervals, filled: 0, open: EMPTY, first: null, pairs, halves };
  const open = filled === 0 ? interval : together(sums.open, interval);
  if (filled + 1 < intervals) return { intervals, filled: filled + 1, open, first, pairs, halves };
  return {
    intervals,
    filled: 0,
    open: EMPTY,
    first: first === null ? { total: open.total, bad: open.bad } : null,
    pairs: first === null ? pairs : addPair(pairs, first, open),
    halves: addHalves(halves, open),
  };
}

/** A pool has halves where each of its intervals has. */
function together(sum: Counted, more: Counted): Counted {
  const total = sum.total + more.total;
  const bad = sum.bad + more.bad;
  if (sum.halves === undefined || more.halves === undefined) return { total, bad };
  return { total, bad, halves: { a: sum.halves.a + more.halves.a, b: sum.halves.b + more.halves.b } };
}

function addPair(
  sum: PoolSums['pairs'],
  first: { total: number; bad: number },
  second: { total: number; bad: number },
): PoolSums['pairs'] {
  const total = first.total + second.total;
  if (!(total > 0)) return sum;
  const theta = first.total / total;
  const bad = first.bad + second.bad;
  return {
    compared: sum.compared + 1,
    squares: sum.squares + (first.bad - theta * bad) ** 2,
    expected: sum.expected + theta * (1 - theta) * bad,
  };
}

function addHalves(sum: PoolSums['halves'], { halves }: Counted): PoolSums['halves'] {
  if (halves === undefined) return sum;
  const x = halves.a + halves.b;
  const d = halves.a - x / 2;
  return {
    pools: sum.pools + 1,
    x: sum.x + x,
    dd: sum.dd + d * d,
    dx: sum.dx + d * x,
    xx: sum.xx + x * x,
  };
}

/**
 * How many times more than by chance the bad requests of neighbouring pools differ (verdict.md §6, pairs);
 * undefined where none was bad.
 */
export function phiByPairs({ pairs }: PoolSums): number | undefined {
  return pairs.expected > 0 ? pairs.squares / pairs.expected : undefined;
}

/** The same between the halves; `theta` is the share of half A in the bad requests of all intervals. */
export function phiByHalves({ halves }: PoolSums, theta: number): number | undefined {
  const expected = theta * (1 - theta) * halves.x;
  const off = theta - 0.5;
  const squares = halves.dd - 2 * off * halves.dx + off * off * halves.xx;
  return expected > 0 ? Math.max(0, squares) / expected : undefined;
}
