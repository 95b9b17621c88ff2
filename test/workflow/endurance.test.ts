import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { startWorkers, useRig, type Workers } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, everyStep, keep, retire, shift, smoke } from './plans.ts';
import { playRelease, type Running } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), approve, cutover, keep(30), retire];

describe('a worker that is stopped and started again', () => {
  /** Where the worker is stopped: in an activity that then begins anew, or while nothing runs. */
  const places: [string, (world: World, door: ReturnType<typeof createDoor>) => void, string][] = [
    ['deploy', (world, door) => (world.deploys = door.pass), 'deploy'],
    [
      'write',
      (world, door) => (world.writes = ({ fence }) => (fence.act === 1 ? door.pass() : undefined)),
      'write',
    ],
    ['retire', (world, door) => (world.retires = door.pass), 'retire'],
  ];
  test.each(places)(
    'in %s: the release goes on in the same workflow and nothing is done twice',
    async (_, hook, inside) => {
      const world = servingWorld();
      const door = createDoor();
      hook(world, door);
      const { result, status } = await playWithStops(world, async (running, restart) => {
        const approving = running.untilStep('approve').then(async () => running.act('approve', 'bob'));
        if (inside === 'retire') await approving;
        await expect.poll(() => world.inside.has(inside), { timeout: 5000 }).toBe(true);
        await restart(async () => door.open());
        await approving;
      });
      expect(result.outcome).toBe('completed');
      expect(status.steps.every(({ state }) => state === 'done')).toBe(true);
      expect(new Set(world.did).size).toBe(world.did.length);
    },
  );

  test('in a bake: the watch goes on with what it carried, and the bake ends when it should have', async () => {
    const world = servingWorld();
    world.finds = () => undefined;
    const { result } = await playWithStops(world, async (running, restart) => {
      await running.untilStep('bake');
      await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
      const before = world.watched.at(-1)?.bake;
      await restart();
      await expect.poll(() => world.watched.length, { timeout: 8000 }).toBeGreaterThan(2);
      expect(world.watched.at(-1)?.bake).toEqual(before);
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
      await running.untilStep('approve');
      await running.act('approve', 'bob');
    });
    expect(result.outcome).toBe('completed');
  });

  test('for longer than a bake: it is not held for that, but given the time again', async () => {
    const world = servingWorld();
    world.finds = () => undefined;
    const { result, events } = await playWithStops(world, async (running, restart) => {
      await running.untilStep('bake');
      await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
      const asked = world.watched.at(-1)?.bake?.maxUntil ?? 0;
      world.finds = ({ bake: again }) => {
        if (again === undefined) return undefined;
        return again.maxUntil > asked
          ? { kind: 'pass', reason: 'pass', message: 'safe' }
          : { kind: 'inconclusive', reason: 'not yet known', message: 'time is up' };
      };
      await restart(async () => rig().environment.sleep('1h'));
      await running.untilStep('approve');
      await running.act('approve', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(events.some(({ kind }) => kind === 'held')).toBe(false);
    expect(events.find(({ kind }) => kind === 'error')?.message).toMatch(
      /no worker watched the end of the bake/,
    );
  });

  async function playWithStops(
    world: World,
    act: (running: Running, restart: (meanwhile?: () => Promise<unknown>) => Promise<void>) => Promise<void>,
  ): ReturnType<typeof playRelease> {
    const input = releaseInput(steps);
    rig().worlds.set(input.lane, world);
    let workers: Workers = await startWorkers(rig(), input.id, 0);
    const restart = async (meanwhile?: () => Promise<unknown>): Promise<void> => {
      const stopping = workers.stop();
      await meanwhile?.();
      await stopping;
      workers = await startWorkers(rig(), input.id, 0);
    };
    try {
      return await playRelease(rig(), world, input, async (running) => act(running, restart), input.id);
    } finally {
      await workers.stop();
    }
  }
});

test('a notifier that fails never fails a release, nor does an archive', async () => {
  const world = servingWorld();
  world.notifies = () => {
    throw new Error('the chat is down');
  };
  world.archives = () => {
    throw new Error('the disk is full');
  };
  const { result, status } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake(), cutover, keep(30), retire]),
    async (running) => {
      await running.until('the end', ({ outcome }) => outcome !== undefined);
      await rig().environment.sleep('5m');
    },
  );
  expect(result.outcome).toBe('completed');
  expect(status.phase).toBe('finished');
  expect(world.told).toEqual([]);
});

test('every event is told once and in order', async () => {
  const world = servingWorld();
  const { events } = await playRelease(rig(), world, releaseInput(everyStep), async (running) => {
    await running.untilStep('approve');
    await running.act('approve', 'bob');
  });
  expect(world.told.map(({ number }) => number)).toEqual(events.map(({ number }) => number));
});

test('a release with a bake of 30 minutes in chunks of 5 has a short history', async () => {
  const world = servingWorld();
  let chunks = 6;
  world.finds = ({ bake: asked }) => {
    if (asked === undefined) return undefined;
    chunks -= 1;
    return chunks > 0 ? { kind: 'chunk' } : { kind: 'pass', reason: 'pass', message: 'safe' };
  };
  const { history } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, smoke, shift(500), bake(), cutover, keep(30), retire]),
  );
  expect(history).toBeLessThan(350);
});
