import { expect, test } from 'vitest';
import { beginState } from '../../../../activities/watch/begin.ts';
import { withEdges } from '../../../../activities/watch/chosen-edges.ts';
import type { Moment } from '../../../../activities/watch/moment.ts';
import { histogram, latency } from './metric.ts';
import { asked } from './watching.ts';

const request = asked({ metrics: [latency] });
const begun = beginState(request, 1);
const reading = (upTo: Record<string, number>) => ({
  at: 0,
  series: { blue: histogram(upTo), green: [] },
  history: true as const,
});
/** Long ago half of all was slower than 1 s; of what came since, one in ten is slower than 0.1 s. */
const before = { '0.1': 0, '0.5': 0, '1': 5000, '+Inf': 10_000 };
const now = { '0.1': 900, '0.5': 950, '1': 5990, '+Inf': 11_000 };

function edges(moment: Moment): number[] | undefined {
  return withEdges(request, begun, moment).edges['latency'];
}

test('edges are chosen from what was counted since, where that can be read', () => {
  const raw = new Map([['latency', reading(now)]]);
  const since = new Map([['latency', reading(before)]]);
  expect(edges({ at: 0, raw })).toEqual([1]);
  expect(edges({ at: 0, raw, before: { length: 1000, raw: since } })).toEqual([0.1, 0.5, 1]);
  // In a minute the stable side will not pass any of them 20 times, if that took it an hour.
  expect(edges({ at: 0, raw, before: { length: 3_600_000, raw: since } })).toEqual([0.1]);
});

test('from all that was counted, where nothing had been counted then', () => {
  const raw = new Map([['latency', reading(now)]]);
  const empty = { at: 0, series: {}, history: true as const };
  expect(edges({ at: 0, raw, before: { length: 1, raw: new Map([['latency', empty]]) } })).toEqual([1]);
  const refused = new Map([['latency', { refused: '503' }]]);
  expect(edges({ at: 0, raw, before: { length: 1, raw: refused } })).toEqual([1]);
});
