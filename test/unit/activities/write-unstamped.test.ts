/** Writes to a router that cannot be stamped: its split is all there is to tell one's own act by. */
import { describe, expect, test } from 'vitest';
import { judgeReading } from '../../../activities/write/found.ts';
import { createWriteActivities } from '../../../activities/write.ts';
import type { WriteAnswer, WriteRequest } from '../../../activities/types.ts';
import type { Reading, Split } from '../../../providers/routers/router.ts';
import { useVirtualTime } from './virtual-time.ts';
import { contextOf, environment, fakeWorld, place, perform, type FakeWorld } from './world.ts';

useVirtualTime();

const before: Split = { blue: 10_000, green: 0 };
const asked: WriteRequest = {
  place,
  fence: { lane: place.lane, release: 2, act: 3 },
  split: { blue: 9500, green: 500 },
  last: { split: before },
  onDrift: 'hold',
  mustBeReady: ['green'],
  mustBeFull: [],
};

function unstamped(more: Partial<FakeWorld['capabilities']> = {}): FakeWorld {
  const world = fakeWorld();
  return { ...world, capabilities: { ...world.capabilities, stamps: false, propagation: 600, ...more } };
}

async function write(world: FakeWorld, request: Partial<WriteRequest> = {}): Promise<WriteAnswer> {
  const { write: act } = createWriteActivities(contextOf(world));
  return perform(environment(), act, { ...asked, ...request });
}

describe('what is found', () => {
  const reading: Reading = {
    split: before,
    targets: { blue: [], green: [] },
    stamp: null,
    foreign: false,
    inEffect: true,
    digest: 'd',
  };
  const elsewhere = { blue: 5000, green: 5000 };
  test.each<[string, Partial<Reading>, Partial<WriteRequest>, { done: boolean; drift?: RegExp }]>([
    ['what was written last is written over', {}, {}, { done: false }],
    [
      'what was asked for is ours, and is written again: it may be of before',
      { split: asked.split },
      {},
      { done: false },
    ],
    [
      'what was asked for and written last is done',
      { split: asked.split },
      { last: { split: asked.split } },
      { done: true },
    ],
    [
      'anything else is drift',
      { split: elsewhere },
      {},
      { done: false, drift: /blue 50 %, green 50 %, not blue 100 %/ },
    ],
    [
      'a lost mark is drift, whatever the split',
      { split: asked.split, foreign: true },
      { last: { split: asked.split } },
      { done: false, drift: /lost the mark/ },
    ],
    [
      'what cannot be read is drift',
      { split: null, unreadable: 'it redirects' },
      { split: null, last: { split: null } },
      { done: false, drift: /it redirects/ },
    ],
    ['nothing known, nothing compared', { split: elsewhere }, { last: null }, { done: false }],
  ])('%s', (_what, found, request, { done, drift }) => {
    const judged = judgeReading({ ...reading, ...found }, { ...asked, ...request }, false);
    expect(judged).toMatchObject({ kind: 'open', done });
    expect('drift' in judged ? (judged.drift ?? '') : '').toMatch(drift ?? /^$/);
  });
});

test('what was written last is written over, read back and answered', async () => {
  const world = unstamped();
  expect(await write(world)).toMatchObject({ kind: 'written', digest: '{"blue":9500,"green":500}' });
  expect(world.split).toEqual(asked.split);
});

test('a look again writes nothing where what was written last still stands', async () => {
  const world = { ...unstamped(), targets: { blue: ['http://blue-0'], green: ['http://green-0'] } };
  expect(await write(world, { split: before, mustBeReady: [] })).toMatchObject({ kind: 'already' });
  expect(world.writes).toBe(0);
});

test('a late write of an earlier act is told as drift and written over by a look again', async () => {
  const world = { ...unstamped(), split: { blue: 9500, green: 500 } };
  const answer = await write(world, { split: before, mustBeReady: [], onDrift: 'restore' });
  expect(answer).toMatchObject({ kind: 'written', drift: expect.stringContaining('green 5 %') });
  expect(world.split).toEqual(before);
});

test('a reading of what was held earlier is no drift: it is read again', async () => {
  const world = unstamped();
  world.stale = [{ split: { blue: 9900, green: 100 } }];
  const answer = await write(world);
  expect(answer.kind).toBe('written');
  expect(answer).not.toHaveProperty('drift');
});

test('what stays otherwise for the time of propagation is drift, and held', async () => {
  const world = { ...unstamped(), split: { blue: 5000, green: 5000 } };
  expect((await write(world)).kind).toBe('drift');
  expect(world.writes).toBe(0);
});

test('a lost update is found by the read-back, and the next attempt of the act writes again', async () => {
  const world = { ...unstamped(), lost: 1 };
  await expect(write(world)).rejects.toThrow(/has not taken it up within 0.6 s: the split is blue 100 %/);
  expect((await write(world)).kind).toBe('written');
  expect(world.writes).toBe(2);
});

test('a read-back that is of before for a moment is waited out', async () => {
  const world = unstamped();
  world.stale = [world, { split: before }, { split: before }];
  expect((await write(world)).kind).toBe('written');
  expect(world.writes).toBe(1);
});

test('a router with targets of its own is given none, and none is missed', async () => {
  const world = unstamped({ targets: 'fixed' });
  world.targets = { blue: [], green: [] };
  world.slots = { blue: ['ready'], green: ['starting'] };
  expect((await write(world)).kind).toBe('not-ready');
  expect((await write(world, { mustBeReady: [] })).kind).toBe('written');
  expect(world.targets).toEqual({ blue: [], green: [] });
});
