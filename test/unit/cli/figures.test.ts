import { expect, test } from 'vitest';
import { clock, count, edge, share, span, weight } from '../../../cli/figures.ts';

test.each([
  [0, '0.0s'],
  [-5, '0.0s'],
  [9_940, '9.9s'],
  [64_400, '1m4s'],
  [3_600_000, '1h'],
])('span of %i ms', (milliseconds, text) => {
  expect(span(milliseconds)).toBe(text);
});

test('weights, shares, counts and times', () => {
  expect([weight(500), weight(25), weight(10_000), weight(483.2)]).toEqual([
    '5 %',
    '0.25 %',
    '100 %',
    '4.83 %',
  ]);
  expect([share(null), share(0), share(0.0097087), share(1)]).toEqual(['–', '0 %', '0.971 %', '100 %']);
  expect([count(0), count(999), count(1204), count(8_120_000)]).toEqual(['0', '999', '1,204', '8,120,000']);
  expect([edge(0.005), edge(0.0005), edge(0.1), edge(2.5)]).toEqual(['5 ms', '0.5 ms', '100 ms', '2.5 s']);
  expect(clock(Date.UTC(2026, 0, 5, 14, 3, 7))).toBe('14:03:07Z');
});
