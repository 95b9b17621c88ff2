import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { laneStatus } from '../../workflows/lane-messages.ts';
import { startWorkers, useRig, type Stoppable } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playProtection, protectionInput } from './protection-under-test.ts';
import { playRelease, type Running } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig('real');
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
        await expect.poll(() => world.inside.has(inside)).toBe(true);
        door.open();
        await restart();
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
      const begun = world.watched.length;
      await restart();
      await expect.poll(() => world.watched.length).toBeGreaterThan(begun);
      expect(world.watched.at(-1)?.bake).toEqual(before);
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
      await running.untilStep('approve');
      await running.act('approve', 'bob');
    });
    expect(result.outcome).toBe('completed');
  });

  test('an abort while none is up is carried out by the next one', async () => {
    const world = servingWorld();
    world.finds = () => undefined;
    const { result } = await playWithStops(world, async (running, restart) => {
      await running.untilStep('bake');
      await restart(async () => running.abort());
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
    expect(world.did.slice(3)).toEqual(['write 10000/0', 'drain green', 'retire green']);
  });

  test('between two answers to a deployment of GitHub: each is one line of its lane', async () => {
    const world = emptyWorld();
    const input = protectionInput({ approvals: 2 });
    const own = { ...rig(), prefix: `deployment-${input.id}` };
    let workers = await startWorkers(own, own.prefix);
    try {
      await playProtection(own, world, input, async (waiting) => {
        await waiting.act('approve', 'bob');
        await workers.stop();
        workers = await startWorkers(own, own.prefix);
        await waiting.act('approve', 'cid');
      });
      const lane = own.client.workflow.getHandle(`lane/${input.lane}`);
      await expect.poll(async () => (await lane.query(laneStatus)).audit?.number).toBe(2);
      // A worker that is stopped may have written what the next one writes again.
      expect([...new Set(world.audited.map(({ actor }) => actor))]).toEqual(['bob', 'cid']);
    } finally {
      await workers.stop();
    }
  });

  async function playWithStops(
    world: World,
    act: (running: Running, restart: (meanwhile?: () => Promise<unknown>) => Promise<void>) => Promise<void>,
  ): ReturnType<typeof playRelease> {
    const input = releaseInput(steps);
    rig().worlds.set(input.lane, world);
    let workers: Stoppable = await startWorkers(rig(), input.id);
    const restart = async (meanwhile?: () => Promise<unknown>): Promise<void> => {
      await workers.stop();
      await meanwhile?.();
      workers = await startWorkers(rig(), input.id);
    };
    try {
      return await playRelease(rig(), world, input, async (running) => act(running, restart), input.id);
    } finally {
      await workers.stop();
    }
  }
});
