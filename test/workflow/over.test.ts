import { WorkflowUpdateStage } from '@temporalio/client';
import { expect, test } from 'vitest';
import type { RollbackRequest, Submission, SubmitAnswer } from '../../workflows/lane-messages.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane, type Lane } from './lane-under-test.ts';
import { fast } from './plans.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();

/** A lane in which v1 was live, and release 1 of v2 has ended and is being archived until the door is opened. */
async function useLaneAtEnd(
  act: (lane: Lane, world: World, open: () => void) => Promise<unknown>,
  change: Partial<World> = {},
): Promise<void> {
  const door = createDoor();
  const world = { ...servingWorld(), archives: door.pass, ...change };
  await useLane(rig(), world, async (lane) => {
    await lane.adopt({ ...submission('v1', fast), slot: 'blue' });
    await lane.submit(submission('v2', fast));
    await lane.release(1).until('its end to be told', ({ outcome }) => outcome !== undefined);
    try {
      await act(lane, world, door.open);
    } finally {
      door.open();
    }
  });
}

/** Acts on the lane, and opens the door once the lane has taken the act. */
async function actsAtEnd(
  lane: Lane,
  open: () => void,
  name: 'submit' | 'rollback',
  asked: Submission | RollbackRequest,
): Promise<SubmitAnswer> {
  const update = await lane.handle.startUpdate<SubmitAnswer, [Submission | RollbackRequest]>(name, {
    args: [asked],
    waitForStage: WorkflowUpdateStage.ACCEPTED,
  });
  open();
  return update.result();
}

test('a release whose end was told does not make its lane refuse what is rejected beside one', async () => {
  await useLaneAtEnd(async (lane, world, open) => {
    const next = submission('v3', fast, { onBusy: 'reject' });
    expect(await actsAtEnd(lane, open, 'submit', next)).toEqual({
      state: 'running',
      id: `${lane.name}.2`,
      existing: false,
    });
    await lane.until('v3 live', ({ live, running }) => live?.version === 'v3' && running === null);
    expect(world.archived).toEqual([1, 2].map((number) => `${lane.name}.${number}`));
  });
});

test('a rollback that comes when the end was told goes back to what was known good before', async () => {
  await useLaneAtEnd(async (lane, _world, open) => {
    const rollback = { actor: 'bob', reason: 'it is slow', now: false, plan: submission('', fast).plan };
    expect(await actsAtEnd(lane, open, 'rollback', rollback)).toMatchObject({
      state: 'running',
      version: 'v1',
    });
    await lane.until('v1 live', ({ live, running }) => live?.version === 'v1' && running === null);
  });
});

test('the version of a release that was reverted is released anew, and not answered with what has ended', async () => {
  const reverted = { smokes: () => 'GET / answered 500' };
  await useLaneAtEnd(async (lane, world, open) => {
    world.smokes = () => undefined;
    expect(await actsAtEnd(lane, open, 'submit', submission('v2', fast))).toMatchObject({
      state: 'running',
      id: `${lane.name}.2`,
      existing: false,
    });
    await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
  }, reverted);
});

test('what comes while the report takes long is queued, and an adopt is asked to repeat', async () => {
  await useLaneAtEnd(async (lane, _world, open) => {
    const next = submission('v3', fast, { onBusy: 'reject' });
    expect(await lane.submit(next)).toMatchObject({ state: 'queued', behind: `${lane.name}.1` });
    expect(await lane.adopt({ ...submission('v1', fast), slot: 'blue' })).toEqual({
      state: 'refused',
      code: 'lane_not_idle',
      message: `${lane.name}.1 has ended and is being archived; repeat the adopt`,
    });
    expect(await lane.rollback()).toMatchObject({ state: 'queued', version: 'v1' });
    open();
    await lane.until('v1 live', ({ live, running }) => live?.version === 'v1' && running === null);
  });
});
