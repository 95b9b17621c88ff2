import { describe, expect, test } from 'vitest';
import { createGuardActivity, lookEvery } from '../../../activities/guard.ts';
import type { ProcessEvent } from '../../../activities/process-events.ts';
import type { GuardAnswer, GuardRequest, RouterFinding } from '../../../activities/types.ts';
import { until } from '../../rigs/until.ts';
import { useVirtualTime } from './virtual-time.ts';
import { contextOf, environment, fakeWorld, perform, place, type FakeWorld } from './world.ts';

useVirtualTime();

const asWritten: RouterFinding = { kind: 'as-written', message: '', ready: true };

/** Starts the guard of a lane that serves from blue; it ends after 30 s at the latest. */
function guarding(world: FakeWorld, more: Partial<GuardRequest> = {}, details?: unknown) {
  const context = contextOf(world);
  const emitted: ProcessEvent[] = [];
  context.events.listen((event) => emitted.push(event));
  const env = environment({ heartbeatDetails: details });
  const beats: unknown[] = [];
  env.on('heartbeat', (each) => beats.push(each));
  const request: GuardRequest = {
    place,
    live: 'blue',
    seen: { stamp: { lane: place.lane, release: 1, act: 9 }, digest: 'first' },
    known: asWritten,
    targetsPatience: 0,
    until: Date.now() + 30_000,
    ...more,
  };
  const answer: Promise<GuardAnswer> = perform(env, createGuardActivity(context).guard, request);
  return { env, beats, emitted, answer };
}

test('each lane is looked at every 10 s, and more seldom where there are more than 250, down to every 16 s', () => {
  expect([1, 250, 300, 400, 5000].map(lookEvery)).toEqual([10_000, 10_000, 12_000, 16_000, 16_000]);
});

test('what is as it was written is looked at until the time is up', async () => {
  const { answer, emitted } = guarding(fakeWorld(), { until: 0 });
  expect(await answer).toEqual({
    found: asWritten,
    seen: { stamp: { lane: place.lane, release: 1, act: 9 }, digest: 'first' },
    stamp: { lane: place.lane, release: 1, act: 9 },
  });
  expect(emitted).toMatchObject([
    { kind: 'router-looked-at', lane: place.lane, differs: false },
    { kind: 'guard-ended', lane: place.lane },
  ]);
});

describe.concurrent('somebody else’s change', () => {
  test.each<[string, Partial<FakeWorld>, RegExp]>([
    [
      'another split',
      { split: { blue: 9000, green: 1000 } },
      /the split is blue 90 %, green 10 %, not blue 100 %/,
    ],
    ['no route', { split: null }, /the split is no route/],
    ['the mark gone', { stamp: null }, /has lost the mark/],
    [
      'the same stamp over something else',
      { digest: 'other' },
      /something else in the router was changed by hand/,
    ],
    [
      'an old copy',
      { stamp: { lane: place.lane, release: 1, act: 2 } },
      /mark of an earlier act \(release 1, act 2\)/,
    ],
  ])('%s', async (_, change, message) => {
    const world = { ...fakeWorld(), ...change };
    const { answer, emitted } = guarding(world);
    const { found } = await answer;
    expect(found).toMatchObject({ kind: 'drift', message: expect.stringMatching(message), ready: true });
    expect(emitted.filter(({ kind }) => kind === 'router-looked-at')).toMatchObject([
      { differs: false },
      { differs: true },
    ]);
  });

  test('that is taken back at once does not count', async () => {
    const world = fakeWorld();
    world.split = { blue: 9000, green: 1000 };
    const { answer, beats, env } = guarding(world);
    await until('the first look', () => beats.length === 1);
    world.split = { blue: 10_000, green: 0 };
    await until('the second look', () => beats.length === 2);
    env.cancel();
    await expect(answer).rejects.toThrow('CANCELLED');
  });

  test('is told with no ready instance where none is there, and where the platform does not answer', async () => {
    const world = { ...fakeWorld(), split: null };
    world.slots.blue = ['dead'];
    expect((await guarding(world).answer).found.ready).toBe(false);
    world.platformDown = 'it is away';
    expect((await guarding(world).answer).found.ready).toBe(false);
  });

  test('that the lane knows is no news; that it is right again is', async () => {
    const world = fakeWorld();
    world.split = { blue: 9000, green: 1000 };
    const { found: known } = await guarding(world).answer;
    expect(await guarding(world, { known, until: 0 }).answer).toMatchObject({ found: known });
    world.split = { blue: 10_000, green: 0 };
    expect((await guarding(world, { known }).answer).found).toEqual(asWritten);
  });
});

describe('the targets of the live slot', () => {
  test.each<[string, Partial<FakeWorld>, RegExp]>([
    [
      'an instance that came back elsewhere',
      { targets: { blue: ['http://old'], green: [] } },
      /sent to http:\/\/old, but http:\/\/blue-0 serves/,
    ],
    ['one that is dead', { slots: { blue: ['dead'], green: [] } }, /sent to http:\/\/blue-0, but none serve/],
  ])('%s', async (_, change, message) => {
    const { found } = await guarding({ ...fakeWorld(), ...change }).answer;
    expect(found).toMatchObject({ kind: 'targets', message: expect.stringMatching(message) });
  });

  test('stay as they are while an instance does not answer, and while the platform does not', async () => {
    const changes: Partial<FakeWorld>[] = [
      { slots: { blue: ['starting'], green: [] } },
      { platformDown: 'it is away' },
    ];
    for (const change of changes) {
      const world: FakeWorld = { ...fakeWorld(), ...change };
      expect((await guarding(world, { until: 0 }).answer).found).toEqual(asWritten);
    }
  });
});

test('a repeated attempt compares with what the one before has seen', async () => {
  const world = fakeWorld();
  const first = guarding(world, { seen: null });
  const beat = await until('a heartbeat', () => first.beats.at(-1));
  first.env.cancel();
  await expect(first.answer).rejects.toThrow('CANCELLED');
  world.digest = 'edited while nobody was there';
  const { found } = await guarding(world, { seen: null }, beat).answer;
  expect(found).toMatchObject({ kind: 'drift' });
});
