import { expect, test } from 'vitest';
import { addBlock } from '../../../analysis/calibration/add-block.ts';
import { addInterval, beginSums, type StableInterval } from '../../../analysis/calibration/stable-sums.ts';

const intervals = Array.from({ length: 60 }, (_, k): StableInterval => {
  const bad = (k * 7) % 5;
  return {
    total: 100 + k,
    bad: [bad],
    halves: { a: { total: 50, bad: [bad - (bad % 2)] }, b: { total: 50 + k, bad: [bad % 2] } },
  };
});

/** Three intervals as one block. */
function block(k: number): StableInterval {
  const of = (pick: (each: StableInterval) => number): number =>
    intervals.slice(3 * k, 3 * k + 3).reduce((sum, each) => sum + pick(each), 0);
  const half = (name: 'a' | 'b') => ({
    total: of(({ halves }) => halves?.[name].total ?? 0),
    bad: [of(({ halves }) => halves?.[name].bad[0] ?? 0)],
  });
  return {
    total: of(({ total }) => total),
    bad: [of(({ bad }) => bad[0] ?? 0)],
    halves: { a: half('a'), b: half('b') },
  };
}

test('blocks say of pools of their length and longer ones what their intervals say', () => {
  const byInterval = intervals.reduce(addInterval, beginSums(1));
  let byBlock = beginSums(1);
  for (let k = 0; k < 20; k += 1) byBlock = addBlock(byBlock, 3, block(k));
  const long = ({ intervals: each }: { intervals: number }): boolean => each % 3 === 0;
  expect(byBlock[0]?.pools.filter(long)).toEqual(byInterval[0]?.pools.filter(long));
  expect(byBlock[0]?.bad).toBe(byInterval[0]?.bad);
  expect(byBlock[0]?.halves).toEqual(byInterval[0]?.halves);
});

test('what was measured of shorter pools stays, and no pool reaches over a missing block', () => {
  const before = intervals.slice(0, 10).reduce(addInterval, beginSums(1));
  const after = addBlock(addBlock(before, 3, undefined), 3, block(4));
  expect(after[0]?.pools[0]?.pairs).toEqual(before[0]?.pools[0]?.pairs);
  expect(after[0]?.pools.map(({ filled }) => filled)).toEqual([0, 0, 0, 3, 3, 3]);
  expect(after[0]?.pools[3]?.open.bad).toBe(block(4).bad[0]);
});
