import { expect, test } from 'vitest';
import { mismatch } from '../../../analysis/decision.ts';
import { advanceSplit, beginSplit, judgeSplit, mismatchLogE } from '../../../analysis/mismatch.ts';
import { block, errorMetric, play, repeat, settings, sides, type Row } from './release.ts';

const metrics = [errorMetric()];

function after(row: Row, share: number, blocks = 30): ReturnType<typeof mismatch> {
  return mismatch(play(metrics, repeat(blocks, row, { share })), settings);
}

test('a split as asked is not refuted, and is not tested at 0 and 1', () => {
  expect(after([50, 0, 950, 1], 0.05).refuted).toBe(false);
  expect(after([0, 0, 950, 1], 0)).toEqual({ logE: 0, refuted: false });
  expect(after([950, 0, 50, 1], 1)).toEqual({ logE: 0, refuted: false });
  expect(mismatchLogE(1e9, 19e9, 0.05, 10)).toBeLessThan(0);
});

test.each([
  [3, 5, 0.3, 1, -0.8272831353999],
  [0, 900, 0.05, 10, 3.936045969118714],
  [400, 100, 0.05, 10, 95.01152478379154],
  [1_800_000, 34_300_000, 0.05, 10, -0.2010712014118447],
  [1_000_000_123, 999_999_321, 0.5, 10, -1.048225421643881],
  [1e9, 19e9, 0.05, 10, -1.246407330598275],
  [10_000_200_000, 9_989_999_800_000, 0.001, 10, -1.550024380220507],
])('%i and %i at a share of %d are as with 50 digits', (candidate, stable, share, divisor, expected) => {
  expect(Math.abs(mismatchLogE(candidate, stable, share, divisor) / expected - 1)).toBeLessThan(1e-9);
});

test('more and less than asked are refuted, with their direction', () => {
  expect(after([200, 0, 800, 1], 0.05)).toMatchObject({ refuted: true, direction: 'more' });
  expect(after([0, 0, 1000, 1], 0.05)).toMatchObject({ refuted: true, direction: 'less' });
});

test('a difference within a fifth of the share asked, or 0.2 points, is never refuted', () => {
  const small = after([115_000, 0, 885_000, 1], 0.1);
  expect(small.logE).toBeGreaterThan(Math.log(1000));
  expect(small.refuted).toBe(false);
  expect(after([11_500, 0, 988_500, 1], 0.01).refuted).toBe(false);
});

test('a difference within one step of the router is never refuted', () => {
  let split = beginSplit(0.05);
  for (let i = 0; i < 30; i += 1) split = advanceSplit(split, { candidate: 90, stable: 910 });
  expect(judgeSplit(split, settings).refuted).toBe(true);
  expect(judgeSplit(split, { ...settings, granularity: 0.05 }).refuted).toBe(false);
});

test('a fault that is over by the last three blocks is not refuted', () => {
  let split = beginSplit(0.05);
  for (let i = 0; i < 30; i += 1) split = advanceSplit(split, { candidate: 0, stable: 1000 });
  expect(judgeSplit(split, settings).refuted).toBe(true);
  for (let i = 0; i < 3; i += 1) split = advanceSplit(split, { candidate: 50, stable: 950 });
  expect(judgeSplit(split, settings).refuted).toBe(false);
  for (let i = 0; i < 3; i += 1) split = advanceSplit(split, { candidate: 0, stable: 0 });
  expect(judgeSplit(split, settings).refuted).toBe(false);
});

test('begins afresh at a new weight, and leaves out partial blocks and absent sides', () => {
  const nothing = { logE: expect.closeTo(0, 12), refuted: false };
  const wrong = repeat(30, [200, 0, 800, 1], { share: 0.05 });
  const next = block(30, { errors: sides([200, 0, 800, 1]) }, { stage: '20%', share: 0.2 });
  expect(mismatch(play(metrics, [...wrong, next]), settings).refuted).toBe(false);
  const partial = repeat(30, [200, 0, 800, 1], { share: 0.05, partial: true });
  expect(mismatch(play(metrics, partial), settings)).toMatchObject(nothing);
  const absent = Array.from({ length: 30 }, (_, i) =>
    block(i, { errors: { stable: { total: 1000, bad: [0] } } }, { share: 0.05 }),
  );
  expect(mismatch(play(metrics, absent), settings)).toMatchObject(nothing);
});
