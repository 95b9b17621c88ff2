import { expect, test } from 'vitest';
import { addInterval, beginSums, type StableSums } from '../../../analysis/calibration/stable-sums.ts';
import { deriveLimit } from '../../../analysis/derived-limit.ts';

const metric = { margin: 1.25, floor: 0.001 };

function past(...bads: (number | undefined)[]): StableSums {
  return bads.reduce(
    (sums, bad) => addInterval(sums, bad === undefined ? undefined : { total: 1000, bad: [bad] }),
    beginSums(1),
  );
}

test('the worst stretch with 20 bad requests sets the limit', () => {
  expect(deriveLimit(past(20, 40, 10, 10, 5), metric)).toBeCloseTo(1.25 * 0.04, 12);
  expect(deriveLimit(past(5, 5, 5, 5, 12, undefined, 12), metric)).toBeCloseTo(1.25 * 0.012, 12);
});

test('with fewer the whole past does, and none seen is taken as fewer than 3', () => {
  expect(deriveLimit(past(4, 0, 5, 0), metric)).toBeCloseTo((1.25 * 9) / 4000, 12);
  expect(deriveLimit(past(0, 0), metric)).toBeCloseTo((1.25 * 3) / 2000, 12);
  expect(deriveLimit(past(...Array.from({ length: 100 }, () => 0)), metric)).toBe(0.001);
});

test('there is none without a past, or where every rate would be within it', () => {
  expect(deriveLimit(past(), metric)).toBeUndefined();
  expect(deriveLimit(past(undefined), metric)).toBeUndefined();
  expect(deriveLimit(past(900), metric)).toBeUndefined();
});

test('of a latency metric it is that of the highest edge', () => {
  const sums = addInterval(beginSums(2), { total: 1000, bad: [500, 40] });
  expect(deriveLimit(sums, { margin: 1.25, floor: 0 })).toBeCloseTo(0.05, 12);
});
