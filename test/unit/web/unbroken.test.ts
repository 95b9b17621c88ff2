import { expect, test } from 'vitest';
import { unbroken } from '../../../web/parts/unbroken.ts';

test.each([
  ['asked was 10 %', 'asked was 10\u00a0%'],
  ['slower than 100 ms, 5.49 % of 273', 'slower than 100\u00a0ms, 5.49\u00a0% of 273'],
  ['at most 1.5 times as many', 'at most 1.5\u00a0times as many'],
  ['2 seen of 9 hosts', '2 seen of 9 hosts'],
])('%s: a number stays with its unit, and with nothing else', (said, kept) => {
  expect(unbroken(said)).toBe(kept);
});
