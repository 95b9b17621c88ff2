import { expect, test } from 'vitest';
import { createWriteActivities } from '../../../activities/write.ts';
import type { WriteAnswer, WriteRequest } from '../../../activities/types.ts';
import { useVirtualTime } from './virtual-time.ts';
import { contextOf, environment, fakeWorld, place, type FakeWorld, perform } from './world.ts';

useVirtualTime();

const raise = { lane: place.lane, kind: 'release', began: 0, onFreeze: 'hold' } as const;
const asked: WriteRequest = {
  place,
  fence: { lane: place.lane, release: 2, act: 3 },
  split: { blue: 9500, green: 500 },
  last: { split: { blue: 10_000, green: 0 }, digest: 'first' },
  onDrift: 'hold',
  mustBeReady: ['green'],
  mustBeFull: [],
};

function stopped(): FakeWorld {
  const world = fakeWorld();
  world.freezes = { made: { freezes: [], stop: { since: 0, actor: 'ann', reason: '' } }, calendars: [] };
  return world;
}

async function write(world: FakeWorld, request: Partial<WriteRequest>): Promise<WriteAnswer> {
  const { write: act } = createWriteActivities(contextOf(world));
  return perform(environment({ startToCloseTimeoutMs: 30_000 }), act, { ...asked, ...request });
}

test('a raise is not written while anything freezes it, and is when nothing does', async () => {
  const world = stopped();
  const answer = await write(world, { raise });
  expect(answer).toMatchObject({ kind: 'frozen', frozen: { by: 'stop' } });
  expect(answer.message).toMatch(/^everything is stopped by ann/);
  expect(world).toMatchObject({ writes: 0, split: { blue: 10_000, green: 0 } });
  world.freezes = fakeWorld().freezes;
  expect(await write(world, { raise })).toMatchObject({ kind: 'written' });
});

test('what is no raise is written whatever is frozen', async () => {
  expect(await write(stopped(), {})).toMatchObject({ kind: 'written' });
});

test('a repeated attempt finds what the first one wrote, also when it is frozen since', async () => {
  const world = stopped();
  const { freezes } = world;
  world.freezes = fakeWorld().freezes;
  await write(world, { raise });
  world.freezes = freezes;
  expect(await write(world, { raise })).toMatchObject({ kind: 'already' });
});
