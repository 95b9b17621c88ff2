import { describe, expect, test } from 'vitest';
import type { WatchRequest } from '../../../../activities/types.ts';
import { patienceFor } from '../../../../activities/watch/moved.ts';
import { useVirtualTime } from '../virtual-time.ts';
import { asked, good, loaded, watching } from './watching.ts';

useVirtualTime();

const elsewhere = { blue: ['http://old'], green: ['http://green-0'] };

describe.concurrent('instances with traffic', () => {
  test('that came back elsewhere are found', async () => {
    const world = { ...loaded(good), targets: elsewhere };
    const { kind, finding, message } = await watching(world, asked({ until: Date.now() + 30_000 })).answer;
    expect({ kind, finding, message }).toEqual({
      kind: 'targets',
      finding: 'targets',
      message: 'requests for blue are sent to http://old, but http://blue-0 serves there now',
    });
  });

  test.each<[number, string]>([
    [4500, 'chunk'],
    [12_000, 'targets'],
  ])('that are fewer than the router was given are within %i ms: %s', async (within, kind) => {
    const targets = { blue: ['http://blue-0', 'http://gone'], green: ['http://green-0'] };
    const world = { ...loaded(good), targets };
    expect((await watching(world, asked({ until: Date.now() + within })).answer).kind).toBe(kind);
  });

  test.each<[string, Partial<WatchRequest>]>([
    ['at once', { until: Date.now() + 1000 }],
    ['while the weight is being changed', { mode: 'transition' }],
    ['where it was tried before', { muted: ['targets'] }],
    ['of a slot without traffic', { expected: { split: { blue: 0, green: 10_000 } } }],
  ])('are no finding %s', async (_, more) => {
    const request = asked({ until: Date.now() + 12_000, ...more });
    const world = { ...loaded(good), targets: elsewhere, split: request.expected.split };
    expect((await watching(world, request).answer).kind).toBe('chunk');
  });

  test.each<[number, number, number, number]>([
    [0, 0, 1000, 5000],
    [3, 3, 8000, 40_000],
    [9, 30, 60_000, 600_000],
    [1, 100, 3_600_000, 3_600_000],
    [0, 100, 1000, 5000],
  ])('followed %i times in this hour and %i in all stand %i ms, or %i ms', (hour, all, moved, others) => {
    const change = { message: '', slot: 'blue' as const };
    expect(patienceFor({ ...change, moved: true }, hour, all)).toBe(moved);
    expect(patienceFor({ ...change, moved: false }, hour, all)).toBe(others);
  });

  test('that do not serve are left to the count of those that are ready', async () => {
    const world = { ...loaded(good), targets: elsewhere };
    world.slots.blue = ['dead'];
    const { kind, finding } = await watching(world, asked({ until: Date.now() + 30_000 })).answer;
    expect({ kind, finding }).toEqual({ kind: 'hold', finding: 'stable' });
  });
});
