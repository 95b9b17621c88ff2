import { expect, test } from 'vitest';
import { allowedRequests } from '../../kill/allowed-requests.ts';
import { stretchesOf } from '../../kill/stretches.ts';

test.each([
  { total: 0, weight: 0, allowed: 0 },
  { total: 5000, weight: 0, allowed: 0 },
  { total: 5000, weight: 10_000, allowed: 5000 },
  // Of 10 requests, 10 at one half have a chance of 1/1,024: nothing is refused.
  { total: 10, weight: 5000, allowed: 10 + 1 },
])('at $weight basis points $total requests allow $allowed', ({ total, weight, allowed }) => {
  expect(allowedRequests(total, weight)).toBe(allowed);
});

test('the bound lies where a normal count would have it, also for totals beyond the range of a number', () => {
  // 4.75 standard deviations above the mean, and one in a cycle of five.
  for (const total of [1000, 100_000]) {
    const normal = 0.2 * total + 4.75 * Math.sqrt(total * 0.2 * 0.8);
    expect(allowedRequests(total, 2000) / (normal + 1)).toBeCloseTo(1, 1);
  }
});

test('requests are counted to the weight that was in place when they started', () => {
  const writes = [
    { at: 1000, stamp: null, split: null },
    { at: 2050, stamp: null, split: { blue: 8000, green: 2000 } },
  ];
  const starts = [
    { window: 1900, version: 'v2', count: 1 },
    { window: 2000, version: 'v2', count: 3 },
    { window: 2000, version: 'v1', count: 7 },
    { window: 3000, version: 'v2', count: 9 },
  ];
  const found = stretchesOf(writes, starts, { version: 'v2', slot: 'green' }, 2950);
  expect(found).toMatchObject([
    { weight: 0, total: 1, candidate: 1, allowed: 0 },
    { weight: 2000, total: 10, candidate: 3 },
  ]);
});
