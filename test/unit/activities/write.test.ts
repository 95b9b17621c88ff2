import { describe, expect, test } from 'vitest';
import { createWriteActivities } from '../../../activities/write.ts';
import type { WriteAnswer, WriteRequest } from '../../../activities/types.ts';
import { useVirtualTime } from './virtual-time.ts';
import { contextOf, environment, fakeWorld, place, type FakeWorld, perform } from './world.ts';

useVirtualTime();

const fence = { lane: place.lane, release: 2, act: 3 };
const asked: WriteRequest = {
  place,
  fence,
  split: { blue: 9500, green: 500 },
  last: { split: { blue: 10_000, green: 0 }, digest: 'first' },
  onDrift: 'hold',
  mustBeReady: ['green'],
  mustBeFull: [],
};

async function write(
  world: FakeWorld,
  request: Partial<WriteRequest> = {},
  timeout = 30_000,
): Promise<WriteAnswer> {
  const { write: act } = createWriteActivities(contextOf(world));
  return perform(environment({ startToCloseTimeoutMs: timeout }), act, { ...asked, ...request });
}

test('what was written last is written over, with the endpoints of both slots', async () => {
  const world = fakeWorld();
  const answer = await write(world);
  expect(answer).toMatchObject({ kind: 'written', digest: '2.3' });
  expect(answer.message).toBe('blue 95 %, green 5 %, read back from the router');
  expect(world).toMatchObject({ split: asked.split, stamp: fence });
  expect(world.targets).toEqual({ blue: ['http://blue-0'], green: ['http://green-0'] });
});

test('a repeated attempt finds the write done', async () => {
  const world = fakeWorld();
  await write(world);
  expect(await write(world)).toMatchObject({ kind: 'already', digest: '2.3' });
  expect(world.writes).toBe(1);
});

test('the same split under an older act of the release is stamped anew, so that no act in between lands late', async () => {
  const world = fakeWorld();
  await write(world);
  const answer = await write(world, {
    fence: { ...fence, act: 5 },
    last: { split: asked.split, digest: '2.3' },
  });
  expect(answer.kind).toBe('written');
  expect(world.stamp?.act).toBe(5);
});

test('an act of ours whose targets have moved is written again', async () => {
  const world = fakeWorld();
  await write(world);
  world.targets = { blue: ['http://blue-0'], green: ['http://elsewhere'] };
  expect((await write(world)).kind).toBe('written');
  expect(world.targets.green).toEqual(['http://green-0']);
});

describe('drift', () => {
  test.each<[string, Partial<FakeWorld>, RegExp]>([
    [
      'the split',
      { split: { blue: 5000, green: 5000 } },
      /the split is blue 50 %, green 50 %, not blue 100 %, green 0 %/,
    ],
    ['something else', { digest: 'other' }, /something else in the router was changed by hand/],
    ['the mark', { stamp: null }, /lost the mark of this lane/],
    ['the route', { split: null }, /the split is no route/],
  ])('of %s is held: nothing is written', async (_what, change, words) => {
    const world = { ...fakeWorld(), ...change };
    const answer = await write(world);
    expect(answer.kind).toBe('drift');
    expect(answer.drift).toMatch(words);
    expect(world.writes).toBe(0);
  });

  test('is put right and told', async () => {
    const world = { ...fakeWorld(), split: { blue: 5000, green: 5000 } };
    const answer = await write(world, { onDrift: 'restore' });
    expect(answer).toMatchObject({ kind: 'written', drift: expect.stringContaining('50 %') });
    expect(world.split).toEqual(asked.split);
  });

  test('is not looked for where nothing is known', async () => {
    const world = { ...fakeWorld(), split: { blue: 5000, green: 5000 } };
    const answer = await write(world, { last: null });
    expect(answer.kind).toBe('written');
    expect(answer).not.toHaveProperty('drift');
  });
});

describe('a later act', () => {
  test('in place: nothing is written', async () => {
    const world = fakeWorld();
    world.stamp = { ...fence, act: 4 };
    expect(await write(world)).toMatchObject({
      kind: 'fenced',
      message: expect.stringContaining('act 4 of release 2'),
    });
    expect(world.writes).toBe(0);
  });

  test('that comes between read and write wins', async () => {
    const world = fakeWorld();
    world.beforeWrite = () => {
      world.stamp = { ...fence, release: 3, act: 1 };
    };
    expect((await write(world)).kind).toBe('fenced');
    expect(world.writes).toBe(0);
  });
});

describe('instances', () => {
  test('none is ready where traffic is to go', async () => {
    const world = fakeWorld();
    world.slots.green = ['dead'];
    const answer = await write(world);
    expect(answer).toMatchObject({
      kind: 'not-ready',
      message: 'nothing was written: 0 of 1 instances in green are ready',
    });
    expect(world.writes).toBe(0);
  });

  test('that died after an earlier attempt had written do not make the write undone', async () => {
    const world = fakeWorld();
    await write(world);
    world.slots.green = ['dead'];
    expect(await write(world)).toMatchObject({ kind: 'already', digest: '2.3' });
    expect(world.split).toEqual(asked.split);
  });

  test('a slot must be full', async () => {
    const world = fakeWorld();
    world.slots.green = ['ready', 'starting'];
    expect((await write(world, { mustBeFull: ['green'] })).kind).toBe('not-ready');
    world.slots.green = ['ready', 'ready'];
    expect((await write(world, { mustBeFull: ['green'] })).kind).toBe('written');
  });

  test('one that lives and has traffic keeps it, although it did not answer this once', async () => {
    const world = fakeWorld();
    world.slots.blue = ['ready', 'starting', 'dead'];
    world.targets.blue = ['http://blue-0', 'http://blue-1', 'http://blue-2'];
    await write(world);
    expect(world.targets.blue).toEqual(['http://blue-0', 'http://blue-1']);
  });

  test('of a slot that loses its traffic are not asked, since they may hang: it keeps its endpoints', async () => {
    const world = fakeWorld();
    await write(world);
    world.hangs = 'green';
    const zero = { blue: 10_000, green: 0 };
    const answer = await write(world, {
      fence: { ...fence, act: 4 },
      split: zero,
      last: { split: asked.split, digest: '2.3' },
      mustBeReady: ['blue'],
    });
    expect(answer.kind).toBe('written');
    expect(world).toMatchObject({
      split: zero,
      targets: { blue: ['http://blue-0'], green: ['http://green-0'] },
    });
  });

  test('a route is taken away whatever the instances do', async () => {
    const world = fakeWorld();
    world.slots = { blue: [], green: [] };
    world.platformDown = 'the platform is down';
    expect((await write(world, { split: null, mustBeReady: [] })).kind).toBe('written');
    expect(world.split).toBeNull();
  });
});

describe('a router that cannot be read', () => {
  const back: Partial<WriteRequest> = {
    split: { blue: 10_000, green: 0 },
    last: { split: { blue: 9500, green: 500 } },
    onDrift: 'restore',
    mustBeReady: ['blue'],
    unread: true,
  };
  const unreadable = (): FakeWorld => ({
    ...fakeWorld(),
    split: { blue: 9500, green: 500 },
    routerDown: 'its API is away',
  });

  test('is not written, since nobody knows what it holds', async () => {
    const world = unreadable();
    await expect(write(world)).rejects.toThrow('its API is away');
    expect(world.writes).toBe(0);
  });

  test('is written where traffic is taken back, and answered once it can be read again', async () => {
    const world = unreadable();
    world.beforeWrite = () => {
      world.routerDown = undefined;
    };
    expect(await write(world, back)).toMatchObject({ kind: 'written', digest: '2.3' });
    expect(world).toMatchObject({ split: back.split, targets: { blue: ['http://blue-0'] } });
  });

  test('is not written onto a side that is not ready, nor over a later act', async () => {
    const dead = unreadable();
    dead.slots.blue = ['dead'];
    expect((await write(dead, back)).kind).toBe('not-ready');
    const overtaken = { ...unreadable(), stamp: { ...fence, act: 4 } };
    expect((await write(overtaken, back)).kind).toBe('fenced');
    expect([dead.writes, overtaken.writes]).toEqual([0, 0]);
  });
});

test('an attempt past its deadline does not write', async () => {
  const world = fakeWorld();
  await expect(write(world, {}, 0)).rejects.toThrow(/past its deadline/);
  expect(world.writes).toBe(0);
});

test('a cancelled attempt does not write', async () => {
  const world = fakeWorld();
  const env = environment();
  env.cancel();
  const { write: act } = createWriteActivities(contextOf(world));
  await expect(perform(env, act, asked)).rejects.toThrow('CANCELLED');
  expect(world.writes).toBe(0);
});

test('a write is answered once it is in effect', async () => {
  const world = fakeWorld();
  world.inEffect = false;
  const began = Date.now();
  const answered = write(world);
  setTimeout(() => {
    world.inEffect = true;
  }, 150);
  expect((await answered).effectiveAt - began).toBeGreaterThanOrEqual(140);
});

describe('a raise that is looked at', () => {
  const look = { candidate: 'green', splitDivisor: 10 } as const;
  /** Traffic at both slots once something was written. */
  const flowing = (world: FakeWorld): FakeWorld => {
    const began = Date.now();
    Object.defineProperty(world, 'requests', {
      get: () => {
        const seconds = world.writes === 0 ? 0 : (Date.now() - began) / 1000;
        return { blue: Math.round(950 * seconds), green: Math.round(50 * seconds) };
      },
    });
    return world;
  };

  test('says what it saw', async () => {
    const { kind, seen } = await write(flowing(fakeWorld()), { look });
    expect(kind).toBe('written');
    expect(seen).toMatchObject({
      kind: 'proven',
      message: expect.stringMatching(/^\d+ of \d+ requests went to the candidate/),
    });
  });

  test('leaves what takes longer, or cannot be read, to the looking', async () => {
    const began = Date.now();
    expect(await write(fakeWorld(), { look })).not.toHaveProperty('seen');
    expect(Date.now() - began).toBeLessThan(1000);
    const late = flowing(fakeWorld());
    late.capabilities.observationLag = 60_000;
    expect(await write(late, { look })).not.toHaveProperty('seen');
  });

  test('is written all the same when it is asked to stop meanwhile', async () => {
    const world = fakeWorld();
    const { write: act } = createWriteActivities(contextOf(world));
    const env = environment();
    setTimeout(() => env.cancel(), 100);
    expect(await perform(env, act, { ...asked, look })).toMatchObject({ kind: 'written' });
    expect(world.writes).toBe(1);
  });
});
