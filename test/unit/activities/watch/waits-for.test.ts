import { expect, test } from 'vitest';
import { beginState } from '../../../../activities/watch/begin.ts';
import type { Moment } from '../../../../activities/watch/moment.ts';
import { waitsFor } from '../../../../activities/watch/waits-for.ts';
import { errors, latency } from './metric.ts';
import { asked } from './watching.ts';

const request = asked({ metrics: [errors, latency] });
const fresh = beginState(request, 1);
const reader = {
  history: true,
  lag: 2000,
  hasHistory: () => true,
  read: async () => Promise.reject(new Error('nothing is read here')),
};

/** A block of 1 s ended so long ago by the clock of the blocks, and these metrics cannot be read. */
function moment(late: number, ...refused: string[]): Moment {
  const raw = new Map(
    ['errors', 'latency'].map((name) => [
      name,
      refused.includes(name) ? { refused: '503' } : { at: 0, series: {}, history: true as const },
    ]),
  );
  return { at: 10_000, now: 10_000 + reader.lag + late, raw };
}

/** The block before was ended without this metric. */
const without = (metric: string): typeof fresh => ({
  ...fresh,
  verdict: {
    ...fresh.verdict,
    newest: { warmup: false, absent: [], problems: [{ metric, kind: 'error', message: '503' }] },
  },
});

test.each([
  ['waits for nothing where all was read', fresh, moment(0), false],
  ['waits five blocks while nothing can be read', fresh, moment(4999, 'errors', 'latency'), true],
  ['and not longer', fresh, moment(5000, 'errors', 'latency'), false],
  ['waits one block for one of several metrics', fresh, moment(999, 'latency'), true],
  ['and not longer', fresh, moment(1000, 'latency'), false],
  ['holds up the others only once for one that stays out', without('latency'), moment(0, 'latency'), false],
  ['but does so for another', without('errors'), moment(0, 'latency'), true],
])('a block %s', (_what, state, at, waits) => {
  const why = waitsFor({ request, reader, state }, at);
  expect(why?.replace(/^(errors|latency) /, '')).toBe(waits ? 'cannot be read: 503' : undefined);
});

test('a block whose metrics cannot be read later does not wait', () => {
  const present = { ...reader, history: false };
  expect(
    waitsFor({ request, reader: present, state: fresh }, moment(0, 'errors', 'latency')),
  ).toBeUndefined();
});
