import { WorkflowUpdateStage } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import type { Submission, SubmitAnswer } from '../../workflows/lane-messages.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane, type Lane } from './lane-under-test.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { createDoor } from './scripted-watch.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig('real');
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

/** A lane that has adopted v1 in blue, and in which v2 bakes as release N. */
async function bakeV2(lane: Lane, world: World): Promise<number> {
  world.finds = () => undefined;
  expect(await lane.adopt({ ...submission('v1', steps), slot: 'blue' })).toEqual({ state: 'adopted' });
  const answer = await lane.submit(submission('v2', steps));
  const number = answer.state === 'running' ? Number(answer.id.split('.').at(-1)) : 0;
  await lane.release(number).untilStep('bake');
  return number;
}

describe('a release that is terminated from outside', () => {
  test('blocks its lane until a recovery has brought traffic back, and the queue goes on', async () => {
    const world = servingWorld();
    await useLane(rig(), world, async (lane) => {
      const number = await bakeV2(lane, world);
      await lane.submit(submission('v3', steps));
      const door = createDoor();
      world.drains = door.pass;
      await lane.release(number).handle.terminate('by hand');
      const blocked = await lane.until('a recovery', ({ running }) => running?.actor === 'sluice');
      expect(blocked.blocked?.reason).toMatch(
        /\.1 was lost \(.*\); traffic goes back to what was known good/,
      );
      const refused = await lane.submit(submission('v2', steps));
      expect(refused).toMatchObject({ state: 'refused', code: 'lane_blocked' });
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
      door.open();
      await lane.until('v3 live', ({ live, running }) => live?.version === 'v3' && running === null);
      expect(world.did.slice(0, 6)).toEqual([
        'deploy v2 green',
        'smoke',
        'write 9500/500',
        'write 10000/0',
        'drain green',
        'retire green',
      ]);
      const { past, blocked: after } = await lane.status();
      expect(after).toBeNull();
      expect(past.map(({ outcome }) => outcome)).toEqual(['completed', 'reverted', 'left']);
    });
  });

  test('after its candidate became known good: traffic stays there, and the old slot goes', async () => {
    const world = servingWorld();
    const door = createDoor();
    await useLane(rig(), world, async (lane) => {
      await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
      world.retires = door.pass;
      await lane.submit(submission('v2', steps));
      await lane.release(1).untilStep('retire');
      await lane.until('known good', ({ live }) => live?.version === 'v2');
      await lane.release(1).handle.terminate('by hand');
      door.open();
      const status = await lane.until(
        'the recovery’s end',
        ({ running, blocked }) => running === null && blocked === null,
      );
      expect(status.live).toEqual({ slot: 'green', version: 'v2' });
      expect(world.split).toEqual({ blue: 0, green: 10_000 });
      expect(world.did.at(-1)).toBe('retire blue');
    });
  });

  test('after its end was told: what waits for it to leave is answered with the recovery, and loses nothing', async () => {
    const world = servingWorld();
    const archived = createDoor();
    const retired = createDoor();
    world.archives = archived.pass;
    await useLane(rig(), world, async (lane) => {
      await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
      await lane.submit(submission('v2', steps));
      await lane.release(1).until('its end to be told', ({ outcome }) => outcome === 'completed');
      world.retires = retired.pass;
      const next = await lane.handle.startUpdate<SubmitAnswer, [Submission]>('submit', {
        args: [submission('v3', steps)],
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      });
      await lane.release(1).handle.terminate('by hand');
      expect(await next.result()).toMatchObject({
        state: 'refused',
        code: 'lane_blocked',
        message: expect.stringContaining(`wait for ${lane.name}.2, which puts it right`),
      });
      [archived, retired].forEach((door) => door.open());
      const { live } = await lane.until(
        'free',
        ({ running, blocked }) => running === null && blocked === null,
      );
      expect(live).toEqual({ slot: 'green', version: 'v2' });
    });
  });

  test('which was the first: nothing is known good, so nothing is touched until somebody adopts', async () => {
    const world = emptyWorld();
    const door = createDoor();
    world.deploys = door.pass;
    await useLane(rig(), world, async (lane) => {
      await lane.submit(submission('v1', steps));
      await lane.release(1).untilStep('deploy');
      await lane.release(1).handle.terminate('by hand');
      const status = await lane.until('blocked', ({ blocked }) => blocked !== null);
      expect(status.blocked?.reason).toMatch(/nothing is known good, so a person has to look/);
      expect(status.running).toBeNull();
      expect(world.asked).toEqual([]);
      Object.assign(world, { split: { blue: 10_000, green: 0 } });
      world.ready.blue = { ready: 2, wanted: 2, version: 'v1' };
      expect(await lane.submit(submission('v2', steps))).toMatchObject({ state: 'running' });
      expect(await lane.release(2).handle.result()).toMatchObject({ outcome: 'refused' });
      expect(world.asked).toEqual([]);
      door.open();
      await lane.until('nothing runs', ({ running }) => running === null);
      expect(await lane.adopt({ ...submission('v1', steps), slot: 'blue' })).toEqual({ state: 'adopted' });
      expect((await lane.status()).blocked).toBeNull();
    });
  });
});

test('a recovery that cannot read the world does not play the plan, and goes on by itself', async () => {
  const world = servingWorld();
  await useLane(rig(), world, async (lane) => {
    const number = await bakeV2(lane, world);
    world.surveys = () => {
      throw ApplicationFailure.nonRetryable('connection refused');
    };
    const door = createDoor();
    world.retires = door.pass;
    await lane.release(number).handle.terminate('by hand');
    await lane.until('a recovery', ({ running }) => running?.actor === 'sluice');
    door.open();
    await lane.until('its end', ({ running, blocked }) => running === null && blocked === null);
    expect(world.did.filter((did) => did.startsWith('deploy'))).toEqual(['deploy v2 green']);
  });
});

test('a recovery that is lost itself leaves the lane blocked for a person', async () => {
  const world = servingWorld();
  await useLane(rig(), world, async (lane) => {
    const number = await bakeV2(lane, world);
    world.writes = () => ({ kind: 'not-ready', message: 'blue is gone' });
    await lane.release(number).handle.terminate('by hand');
    await lane.until('a recovery', ({ running }) => running?.actor === 'sluice');
    await lane.release(number + 1).until('its undo', ({ phase }) => phase === 'undoing');
    await lane.release(number + 1).handle.terminate('again');
    const { blocked } = await lane.until('nothing runs', ({ running }) => running === null);
    expect(blocked?.reason).toMatch(/a person has to look/);
  });
});

test('a number that is taken is never shared: the lane blocks instead of running two', async () => {
  const world = emptyWorld();
  await useLane(rig(), world, async (lane) => {
    await rig().client.workflow.start('lane', {
      workflowId: `release/${lane.name}.1`,
      taskQueue: 'nobody',
      args: [{ schemaVersion: 1, lane: 'other' }],
    });
    const answer = await lane.submit(submission('v1', steps));
    expect(answer).toMatchObject({ state: 'refused', code: 'lane_blocked' });
    expect(await lane.status()).toMatchObject({ running: null, nextNumber: 2 });
    expect(world.did).toEqual([]);
    await rig().client.workflow.getHandle(`release/${lane.name}.1`).terminate();
  });
});
