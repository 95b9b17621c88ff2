/** Between releases the lane looks at its router, and tells or puts right what somebody else changed. */
import { describe, expect, test } from 'vitest';
import { until } from '../rigs/until.ts';
import type { Plan, Step } from '../../config/plan.ts';
import type { LaneStatus } from '../../workflows/lane-messages.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane, type Lane } from './lane-under-test.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

// The time-skipping server cannot cancel an activity that answers at the same moment, which these often do.
const rig = useRig('real');
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];
const mine = { blue: 10_000, green: 0 };
const theirs = { blue: 5000, green: 5000 };

/** Runs a lane that has adopted v1 in blue and is looked at. */
async function guarded(
  plan: Partial<Plan>,
  act: (lane: Lane, world: World) => Promise<unknown>,
): Promise<void> {
  const world = servingWorld();
  await useLane(rig(), world, async (lane) => {
    world.stamp = { lane: lane.name, release: 6, act: 9 };
    expect(await lane.adopt({ ...submission('v1', steps, plan), slot: 'blue' })).toEqual({
      state: 'adopted',
    });
    await until('the guard', () => world.inside.has('guard'));
    await act(lane, world);
  });
}

function isMine({ split }: World): boolean {
  return split?.blue === 10_000;
}

/** Waits until the router's events are these, oldest first. */
async function told(lane: Lane, events: (string | RegExp)[]): Promise<LaneStatus> {
  return lane.until(`${events.length} events`, ({ routerEvents }) => {
    const messages = routerEvents.map(({ message }) => message).toReversed();
    return (
      messages.length === events.length && messages.every((text, i) => text.match(events[i] ?? '') !== null)
    );
  });
}

describe('restore', () => {
  test('puts a change by somebody else right under a fence of its own, and tells it', async () => {
    await guarded({}, async (lane, world) => {
      world.split = theirs;
      const { routerEvents, nextNumber } = await told(lane, [
        /somebody else changed.*5000.*; it was put right$/,
      ]);
      expect(routerEvents).toMatchObject([{ page: false }]);
      expect(world.split).toEqual(mine);
      expect(world.asked).toMatchObject([
        {
          fence: { release: 6, act: 1_000_001 },
          split: mine,
          mustBeReady: ['blue'],
          last: { digest: '6.9' },
        },
      ]);
      await lane.until('as written', ({ router }) => router?.state === 'as-written');
      await until('the notifier', () => world.told.length > 1);
      expect(world.told).toMatchObject([
        { lane: lane.name, number: 1, kind: 'adopted' },
        { lane: lane.name, number: 2, kind: 'drift', page: false },
      ]);
      expect(nextNumber).toBe(7);
      const answer = await lane.submit(submission('v2', steps));
      expect(answer).toMatchObject({ state: 'running', id: `${lane.name}.7` });
      await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
      world.split = theirs;
      await until('the next change to be put right', () => world.split?.green === 10_000);
      expect(world.stamp).toMatchObject({ release: 7, act: 1_000_002 });
    });
  });

  test('gives up after three times within an hour, until somebody acts', async () => {
    await guarded({}, async (lane, world) => {
      for (const act of [1, 2, 3]) {
        world.split = theirs;
        await until('it to be right', () => world.asked.length === act && isMine(world));
      }
      world.split = theirs;
      const status = await lane.until('peace', ({ router }) => router?.state === 'drift');
      expect(status.router?.message).toMatch(
        /3 times within an hour.*sluice lane adopt .* --slot blue --version v1/,
      );
      expect(status.routerEvents.map(({ page }) => page)).toEqual([true, false, false, false]);
      world.split = mine;
      await lane.until('right again', ({ router }) => router?.state === 'as-written');
      world.split = theirs;
      const again = await lane.until('drift again', ({ router }) => router?.state === 'drift');
      expect(again.router?.message).toMatch(/nothing is put right until somebody/);
      expect(world.asked).toHaveLength(3);
      world.split = mine;
      await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
      world.split = theirs;
      await until('it to be put right after the adopt', () => isMine(world));
    });
  });

  test('writes nothing while no instance is ready in the live slot, and does when one is', async () => {
    await guarded({}, async (lane, world) => {
      world.ready.blue = { ready: 0, wanted: 2, version: 'v1' };
      world.split = theirs;
      const { routerEvents } = await told(lane, [/nothing is written while no instance is ready in blue/]);
      expect(routerEvents).toMatchObject([{ page: true }]);
      expect(world.asked).toEqual([]);
      world.ready.blue = { ready: 1, wanted: 2, version: 'v1' };
      await told(lane, [/no instance/, /it was put right/]);
    });
  });

  test('tries again where the write fails, and pages', async () => {
    await guarded({}, async (lane, world) => {
      world.writes = () => ({ kind: 'not-ready', message: 'nothing was written: blue is gone' });
      world.split = theirs;
      const { routerEvents } = await told(lane, [
        /it could not be put right: nothing was written: blue is gone/,
      ]);
      expect(routerEvents).toMatchObject([{ page: true }]);
      world.writes = () => undefined;
      await told(lane, [/could not/, /it was put right/]);
    });
  });

  test('leaves the router to whoever has written under a later fence', async () => {
    await guarded({}, async (lane, world) => {
      world.stamp = { lane: lane.name, release: 99, act: 1 };
      world.split = theirs;
      await told(lane, [/it could not be put right/]);
      await lane.until('quiet', ({ router }) => router?.state === 'drift');
      expect(world.split).toEqual(theirs);
    });
  });
});

describe('hold', () => {
  test('only tells, and that it is right again', async () => {
    await guarded({ onDrift: 'hold' }, async (lane, world) => {
      world.split = theirs;
      const { router, routerEvents } = await told(lane, [/it stays so by the policy hold/]);
      expect(router).toMatchObject({ state: 'drift', message: routerEvents[0]?.message });
      expect(routerEvents).toMatchObject([{ page: true }]);
      await until('the page', () => world.told.some(({ page }) => page));
      world.split = mine;
      const { router: now } = await told(lane, [/policy hold/, /as it was written again/]);
      expect(now).toMatchObject({ state: 'as-written', message: '' });
      expect(world.asked).toEqual([]);
    });
  });

  test('follows instances all the same, but over nobody else', async () => {
    await guarded({ onDrift: 'hold' }, async (lane, world) => {
      let moved = true;
      world.looks = () =>
        moved ? { kind: 'targets', message: 'other instances serve', ready: true } : undefined;
      world.writes = () => {
        moved = false;
        return undefined;
      };
      await told(lane, [
        /^instances have changed since the router was written: other instances serve; it was put right/,
      ]);
      expect(world.asked).toMatchObject([{ onDrift: 'hold', split: mine }]);
      await until('the next look', () => (world.guarded.at(-1)?.targetsPatience ?? 0) === 20_000);
    });
  });
});

test('a router that cannot be read is told and nothing is written', async () => {
  await guarded({}, async (lane, world) => {
    world.looks = () => ({ kind: 'unreadable', message: 'connection refused', ready: true });
    const { routerEvents, router } = await told(lane, ['the router cannot be read: connection refused']);
    expect(routerEvents).toMatchObject([{ page: false }]);
    expect(router?.state).toBe('unreadable');
    expect(world.asked).toEqual([]);
  });
});

test('a submit does not wait for the look, nor for a write of it, which no release is surprised by', async () => {
  await guarded({}, async (lane, world) => {
    const door = createDoor();
    world.writes = async ({ fence }) => (fence.act > 1_000_000 ? door.pass() : undefined);
    world.split = theirs;
    await until('the write', () => world.inside.has('write'));
    world.split = mine;
    expect(await lane.submit(submission('v2', steps))).toMatchObject({ state: 'running' });
    expect((await lane.status()).router).toBeNull();
    await lane.until('v2 live', ({ live }) => live?.version === 'v2');
    door.open();
    await lane.until('idle and looked at', ({ running, router }) => running === null && router !== null);
    await until('the next look', () => world.guarded.at(-1)?.live === 'green');
    expect(world.split).toEqual({ blue: 0, green: 10_000 });
    expect((await lane.status()).router?.state).toBe('as-written');
  });
});

test('nobody looks while the lane is blocked, and a cancel of the lane does not end the look', async () => {
  await guarded({}, async (lane, world) => {
    await lane.handle.cancel();
    world.split = theirs;
    await told(lane, [/put right/]);
    world.finds = () => undefined;
    await lane.submit(submission('v2', steps));
    await lane.release(7).untilStep('bake');
    await lane.release(7).act('leave', 'root', { reason: 'by hand from here' });
    await lane.until('blocked', ({ blocked, running }) => blocked !== null && running === null);
    expect((await lane.status()).router).toBeNull();
    const { length } = world.guarded;
    expect(world.inside.has('guard')).toBe(false);
    await lane.status();
    expect(world.guarded).toHaveLength(length);
  });
});

test('a change that is known already is still put right soon after an adopt was refused', async () => {
  await guarded({}, async (lane, world) => {
    world.writes = () => ({ kind: 'not-ready', message: 'nothing was written: blue is gone' });
    world.split = theirs;
    await told(lane, [/could not be put right/]);
    expect(await lane.adopt({ ...submission('v1', steps), slot: 'blue' })).toMatchObject({
      code: 'adopt_mismatch',
    });
    world.writes = () => undefined;
    await until('it to be right', () => isMine(world));
  });
});

test('an adopt waits for the end of a write that puts the router right, and else asks to be repeated', async () => {
  await guarded({}, async (lane, world) => {
    const door = createDoor();
    world.writes = async () => door.pass();
    world.split = theirs;
    await until('the write', () => world.inside.has('write'));
    const adoption = { ...submission('v1', steps), slot: 'blue' } as const;
    expect(await lane.adopt(adoption)).toMatchObject({
      state: 'refused',
      code: 'lane_not_idle',
      message: 'a write that puts the router right is still under way; repeat the adopt',
    });
    door.open();
    await until('it to be right', () => isMine(world));
    expect(await lane.adopt(adoption)).toEqual({ state: 'adopted' });
  });
});
