import { describe, expect, test } from 'vitest';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane, type Lane } from './lane-under-test.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

/** A world whose bakes go on until they are let pass. */
function slowWorld(): World & { pass(): void } {
  const world = emptyWorld();
  world.finds = () => undefined;
  return Object.assign(world, {
    pass: () => {
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
    },
  });
}

/** Brings v1 up as the first release of the lane. */
async function begin(lane: Lane): Promise<void> {
  expect(await lane.submit(submission('v1', steps))).toMatchObject({ state: 'running', existing: false });
  await lane.until('v1 live', ({ live, running }) => live?.version === 'v1' && running === null);
}

test('releases take turns between the slots, and the lane knows what is live', async () => {
  await useLane(rig(), emptyWorld(), async (lane) => {
    await begin(lane);
    expect(await lane.submit(submission('v2', steps))).toEqual({
      state: 'running',
      id: `${lane.name}.2`,
      existing: false,
    });
    await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
    await lane.submit(submission('v3', steps));
    const status = await lane.until(
      'v3 live',
      ({ live, running }) => live?.version === 'v3' && running === null,
    );
    expect(status).toMatchObject({ live: { slot: 'blue' }, nextNumber: 4, blocked: null, waiting: null });
    expect(status.past.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(
      [3, 2, 1].map((number) => `${lane.name}.${number} completed`),
    );
  });
});

test('the number goes on where archive and router stopped', async () => {
  const world = { ...emptyWorld(), lastNumber: 41 };
  await useLane(rig(), world, async (lane) => {
    expect(await lane.submit(submission('v1', steps))).toMatchObject({ id: `${lane.name}.42` });
    await lane.until('idle', ({ running }) => running === null);
  });
});

describe('the same version', () => {
  test('that runs: that release is returned; that waits: the same; that is live: nothing starts', async () => {
    const world = slowWorld();
    await useLane(rig(), world, async (lane) => {
      await begin(lane);
      await lane.submit(submission('v2', steps));
      expect(await lane.submit(submission('v2', steps))).toEqual({
        state: 'running',
        id: `${lane.name}.2`,
        existing: true,
      });
      const queued = { state: 'queued', id: `${lane.name}.3`, behind: `${lane.name}.2` };
      expect(await lane.submit(submission('v3', steps))).toEqual(queued);
      expect(await lane.submit(submission('v3', steps))).toEqual(queued);
      world.pass();
      await lane.until('v3 live', ({ live, running }) => live?.version === 'v3' && running === null);
      expect(await lane.submit(submission('v3', steps))).toEqual({ state: 'live', id: `${lane.name}.3` });
    });
  });

  test('that waits and is live by the time: recorded, and nothing starts', async () => {
    const world = slowWorld();
    await useLane(rig(), world, async (lane) => {
      await begin(lane);
      await lane.submit(submission('v2', steps));
      await lane.submit(submission('v1', steps));
      await lane.release(2).untilStep('bake');
      await lane.release(2).abort();
      const { past } = await lane.until(
        'idle',
        ({ running, waiting }) => running === null && waiting === null,
      );
      expect(past[0]).toMatchObject({
        id: `${lane.name}.3`,
        outcome: 'refused',
        reason: 'v1 is live already',
      });
    });
  });
});

test('queue: only the newest waits, the one it replaces is recorded as refused, and it runs next', async () => {
  const world = slowWorld();
  await useLane(rig(), world, async (lane) => {
    await begin(lane);
    await lane.submit(submission('v2', steps));
    await lane.submit(submission('v3', steps));
    expect(await lane.submit(submission('v4', steps))).toMatchObject({
      state: 'queued',
      id: `${lane.name}.4`,
    });
    const status = await lane.status();
    expect(status.waiting).toMatchObject({ id: `${lane.name}.4`, version: 'v4' });
    expect(status.past[0]).toMatchObject({ id: `${lane.name}.3`, version: 'v3', outcome: 'refused' });
    expect(status.past[0]?.reason).toBe(`replaced in the queue by ${lane.name}.4`);
    world.pass();
    await lane.until('v4 live', ({ live, running }) => live?.version === 'v4' && running === null);
    expect(world.did.filter((did) => did.startsWith('deploy'))).toEqual([
      'deploy v1 blue',
      'deploy v2 green',
      'deploy v4 blue',
    ]);
  });
});

test('reject: a busy lane refuses, and nothing waits', async () => {
  const world = slowWorld();
  await useLane(rig(), world, async (lane) => {
    await begin(lane);
    await lane.submit(submission('v2', steps));
    const answer = await lane.submit(submission('v3', steps, { onBusy: 'reject' }));
    expect(answer).toMatchObject({ state: 'refused', code: 'lane_busy' });
    expect((await lane.status()).waiting).toBeNull();
    await lane.release(2).untilStep('bake');
    await lane.release(2).abort();
    await lane.until('idle', ({ running }) => running === null);
  });
});

test('R17, B5: a reverted release leaves the old version live, and the next one takes the same slot', async () => {
  const world = servingWorld();
  world.smokes = () => 'GET / answered 500';
  await useLane(rig(), world, async (lane) => {
    await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
    await lane.submit(submission('v2', steps));
    const { live } = await lane.until('idle', ({ running, past }) => running === null && past.length === 1);
    expect(live).toEqual({ slot: 'blue', version: 'v1' });
    world.smokes = () => undefined;
    await lane.submit(submission('v3', steps));
    await lane.until(
      'v3 live',
      ({ live: now, running }) => now?.version === 'v3' && now.slot === 'green' && running === null,
    );
  });
});

test('submits at once are answered one after the other: one runs, the last waits', async () => {
  const world = slowWorld();
  await useLane(rig(), world, async (lane) => {
    await begin(lane);
    const answers = await Promise.all(
      ['v2', 'v3', 'v4'].map(async (version) => lane.submit(submission(version, steps))),
    );
    expect(answers.map(({ state }) => state).toSorted()).toEqual(['queued', 'queued', 'running']);
    world.pass();
    await lane.until('idle', ({ running, waiting }) => running === null && waiting === null);
  });
});

test('a submit that this worker does not understand is refused and leaves the lane alive', async () => {
  await useLane(rig(), emptyWorld(), async (lane) => {
    const plan = { ...submission('v1', steps).plan, schemaVersion: 2 };
    const malformed = lane.handle.executeUpdate('submit', { args: [{ actor: 'ann', version: 'v1', plan }] });
    await expect(malformed).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await lane.handle.cancel();
    await begin(lane);
  });
});
