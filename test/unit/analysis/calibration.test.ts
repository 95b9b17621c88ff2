import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate, calibrateRelease } from '../../../analysis/calibration.ts';
import { phiByHalves, phiByPairs } from '../../../analysis/calibration/pool-sums.ts';
import {
  addInterval,
  beginSums,
  type StableInterval,
  type StableSums,
} from '../../../analysis/calibration/stable-sums.ts';

/** An interval of 1,000 requests with so many bad ones by half, of one bad count. */
function interval(a: number, b: number): StableInterval {
  const half = (bad: number): { total: number; bad: number[] } => ({ total: 500, bad: [bad] });
  return { total: 1000, bad: [a + b], halves: { a: half(a), b: half(b) } };
}

function sumsOf(intervals: readonly (StableInterval | undefined)[], bads = 1): StableSums {
  return intervals.reduce<StableSums>((sums, each) => addInterval(sums, each), beginSums(bads));
}

/** Bursts of so many bad requests at times and on halves as by chance, each evenly over `over` intervals. */
function bursts(size: number, every: number, over: number, intervals = 2160): StableInterval[] {
  const bad = Array.from({ length: intervals }, () => ({ a: 0, b: 0 }));
  let state = 7;
  const below = (most: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * most);
  };
  for (let burst = 0; burst < intervals / every; burst += 1) {
    const [from, half] = [below(intervals - over), below(2) === 0 ? 'a' : 'b'] as const;
    for (const each of bad.slice(from, from + over)) each[half] += size / over;
  }
  return bad.map(({ a, b }) => interval(a, b));
}

interface Pool {
  n: number;
  x: number;
  a: number;
}

/** Disjoint pools as verdict.md §6 has them, cut out of the whole list at once. */
function poolsOf(intervals: readonly StableInterval[], length: number): Pool[] {
  return Array.from({ length: Math.floor(intervals.length / length) }, (_, i) => {
    const part = intervals.slice(i * length, (i + 1) * length);
    const sum = (of: (each: StableInterval) => number | undefined): number =>
      part.reduce((so, each) => so + (of(each) ?? 0), 0);
    return {
      n: sum((each) => each.total),
      x: sum(({ bad }) => bad[0]),
      a: sum((each) => each.halves?.a.bad[0]),
    };
  });
}

function batchPairs(pools: readonly Pool[]): number | undefined {
  let [squares, expected] = [0, 0];
  for (let i = 0; i + 1 < pools.length; i += 2) {
    const [first, second] = [pools[i], pools[i + 1]];
    if (first === undefined || second === undefined || first.n + second.n === 0) continue;
    const theta = first.n / (first.n + second.n);
    const bad = first.x + second.x;
    squares += (first.x - theta * bad) ** 2;
    expected += theta * (1 - theta) * bad;
  }
  return expected > 0 ? squares / expected : undefined;
}

function batchHalves(pools: readonly Pool[], theta: number): number | undefined {
  const squares = pools.reduce((sum, { a, x }) => sum + (a - theta * x) ** 2, 0);
  const expected = pools.reduce((sum, { x }) => sum + theta * (1 - theta) * x, 0);
  return expected > 0 ? squares / expected : undefined;
}

const anyInterval: fc.Arbitrary<StableInterval> = fc
  .record({ quiet: fc.boolean(), spare: fc.nat(1000), a: fc.nat(40), b: fc.nat(1e6) })
  .map(({ quiet, spare, a, b }) => ({
    ...interval(quiet ? 0 : a, quiet ? 0 : b % 60),
    total: quiet ? 0 : a + (b % 60) + spare,
  }));

test('sums of constant size give the same phi as all intervals at once, at every length', () => {
  fc.assert(
    fc.property(fc.array(anyInterval, { minLength: 1, maxLength: 140 }), (intervals) => {
      const [sums] = sumsOf(intervals);
      const { a, b } = sums?.halves ?? { a: NaN, b: NaN };
      const theta = a + b === 0 ? 0 : a / (a + b);
      for (const pool of sums?.pools ?? []) {
        const pools = poolsOf(intervals, pool.intervals);
        expect(phiByPairs(pool) ?? -1).toBeCloseTo(batchPairs(pools) ?? -1, 9);
        expect(phiByHalves(pool, theta) ?? -1).toBeCloseTo(batchHalves(pools, theta) ?? -1, 9);
      }
      expect(JSON.parse(JSON.stringify(sums))).toEqual(sums);
    }),
    { seed: 6, numRuns: 60 },
  );
});

describe('a block', () => {
  test('is as long as it takes to hold a burst', () => {
    expect(calibrate(sumsOf(bursts(12, 20, 1)))).toMatchObject({ method: 'halves', blockIntervals: 1 });
    const spread = calibrate(sumsOf(bursts(12, 20, 6)));
    expect(spread.blockIntervals).toBeGreaterThanOrEqual(6);
    expect(spread.burstDivisor).toBeGreaterThan(9);
  });

  test('has one length for a release: that of its slowest metric, by which all are calibrated', () => {
    const metrics = { quick: { sums: sumsOf(bursts(12, 20, 1)) }, slow: { sums: sumsOf(bursts(12, 20, 6)) } };
    const { quick, slow } = calibrateRelease(metrics);
    expect(quick?.blockIntervals).toBe(slow?.blockIntervals);
    expect(slow).toEqual(calibrate(metrics.slow.sums));
    const fixed = calibrateRelease(metrics, { blockIntervals: 2 });
    expect([fixed['quick']?.blockIntervals, fixed['slow']?.blockIntervals]).toEqual([2, 2]);
    expect(fixed['slow']?.burstDivisor).toBe(slow?.burstDivisor);
  });

  test('of a length between two that are kept takes the larger phi of both', () => {
    const sums = sumsOf(bursts(12, 20, 1));
    const phi = (blockIntervals: number): number => calibrate(sums, { blockIntervals }).phi ?? NaN;
    expect(phi(5)).toBe(Math.max(phi(3), phi(6)));
    expect(phi(90)).toBe(Math.max(...[1, 2, 3, 6, 12, 30].map(phi)));
  });
});

describe('the burst divisor', () => {
  test('of a metric is the largest over its edges', () => {
    const two = bursts(12, 20, 1).map(({ total, bad }, i) => ({ total, bad: [i % 2, bad[0] ?? NaN] }));
    const whole = calibrate(sumsOf(two, 2));
    expect(whole.burstDivisor).toBe(calibrate(sumsOf(bursts(12, 20, 1)), { by: 'pairs' }).burstDivisor);
  });

  test('is assumed while fewer than 20 requests were bad, and never below the largest burst seen', () => {
    expect(calibrate(beginSums(1))).toMatchObject({
      method: 'assumed',
      blockIntervals: 3,
      burstDivisor: 4,
      phi: null,
      badEvents: 0,
    });
    const spaced = Array.from({ length: 300 }, (_, i) => interval(i % 60 === 0 ? 3 : 0, 0));
    const few = sumsOf(spaced);
    expect(calibrate(few)).toMatchObject({ method: 'assumed', burstDivisor: 4, badEvents: 15 });
    expect(calibrate(few, { live: true }).burstDivisor).toBe(8);
    expect(calibrate(sumsOf(bursts(18, 600, 6, 600))).burstDivisor).toBe(18);
  });

  test('is not believed to be small after a few minutes', () => {
    const minute = sumsOf(Array.from({ length: 6 }, (_, i) => interval(10 + (i % 2), 10)));
    expect(calibrate(minute, { live: true })).toMatchObject({ method: 'assumed', burstDivisor: 8 });
    const random = bursts(1, 1 / 16, 1, 48);
    const found = calibrate(sumsOf(random), { live: true });
    expect(found.method).toBe('halves');
    expect(found.blockIntervals).toBeGreaterThanOrEqual(3);
    expect(calibrate(sumsOf(random.slice(0, 42)), { live: true })).toMatchObject({
      method: 'halves',
      burstDivisor: 8,
    });
    expect(found.burstDivisor).toBeGreaterThan(1);
    expect(calibrate(sumsOf(bursts(1, 1 / 16, 1))).burstDivisor).toBe(1);
  });

  test('is the one that the service file gives, with what was measured beside it', () => {
    const sums = sumsOf(bursts(12, 20, 1));
    const measured = calibrate(sums);
    expect(calibrate(sums, { given: 5 })).toEqual({ ...measured, method: 'given', burstDivisor: 5 });
  });
});

describe('pairs and halves', () => {
  test('halves do not see what hits both sides alike, pairs do', () => {
    const incident = Array.from({ length: 2160 }, (_, i) => {
      const bad = i % 40 < 2 ? 50 : 1;
      return interval(bad + (i % 3), bad + ((i + 1) % 3));
    });
    expect(calibrate(sumsOf(incident))).toMatchObject({ method: 'halves', burstDivisor: 1 });
    expect(calibrate(sumsOf(incident), { by: 'pairs' }).burstDivisor).toBeGreaterThan(10);
  });

  test('pairs are used where halves are not read, or counted fewer than 100 bad requests', () => {
    const whole = bursts(12, 20, 1).map(({ total, bad }) => ({ total, bad }));
    expect(calibrate(sumsOf(whole)).method).toBe('pairs');
    expect(calibrate(sumsOf(bursts(12, 300, 1))).method).toBe('pairs');
    const oneSided = Array.from({ length: 400 }, (_, i) => interval(i % 5, 0));
    expect(calibrate(sumsOf(oneSided)).method).toBe('pairs');
  });

  test('nothing is put together over a missing stretch', () => {
    const holes = bursts(12, 20, 1).flatMap((each, i) => (i % 7 === 6 ? [undefined] : [each]));
    const [sums] = sumsOf(holes);
    const compared = (length: number): number | undefined =>
      sums?.pools.find(({ intervals }) => intervals === length)?.pairs.compared;
    expect(compared(3)).toBe(Math.floor(2160 / 7));
    expect(compared(6)).toBe(0);
  });
});
