import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import type { Adoption } from '../../workflows/lane-messages.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { submission } from './inputs.ts';
import { useLane } from './lane-under-test.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { emptyWorld, servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];
const v1: Adoption = { ...submission('v1', steps), slot: 'blue' };

test('takes over what runs and writes nothing; the next release compares with it', async () => {
  const world = { ...servingWorld(), stamp: { lane: 'x', release: 6, act: 1 } };
  await useLane(rig(), world, async (lane) => {
    expect(await lane.adopt(v1)).toEqual({ state: 'adopted' });
    expect(world.did).toEqual([]);
    expect(await lane.status()).toMatchObject({ live: { slot: 'blue', version: 'v1' }, nextNumber: 7 });
    expect(await lane.submit(submission('v2', steps))).toMatchObject({
      state: 'running',
      id: `${lane.name}.7`,
    });
    await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
  });
});

test('is told, and whoever breaks the glass for it is paged for', async () => {
  const world = servingWorld();
  await useLane(rig(), world, async (lane) => {
    const told = { lane: lane.name, kind: 'adopted', actor: 'ann' };
    await lane.adopt({ ...v1, key: 'k', bodyHash: 'b' });
    await lane.adopt({ ...v1, key: 'k', bodyHash: 'b' });
    await until('the first to be told', () => world.told.length > 0);
    await lane.adopt({ ...v1, reason: 'nobody else is there', breakGlass: true });
    await until('both to be told', () => world.told.length === 2);
    expect(world.told).toMatchObject([
      { ...told, number: 1, page: false, message: 'adopted by ann: v1 serves from blue' },
      {
        ...told,
        number: 2,
        page: true,
        reason: 'nobody else is there',
        message: 'adopted by ann, who broke the glass: v1 serves from blue',
      },
    ]);
  });
});

describe('is refused where it is not so', () => {
  const mismatches: [string, World, Partial<Adoption>, RegExp][] = [
    ['another mark', { ...servingWorld(), foreign: true }, {}, /another mark/],
    ['no route', emptyWorld(), {}, /it has nothing/],
    ['traffic elsewhere', servingWorld(), { slot: 'green' }, /does not send all traffic to green/],
    ['another version', servingWorld(), { version: 'v0' }, /blue runs v1, not v0/],
    ['nothing ready', notReady(), {}, /no instance is ready in blue/],
  ];
  test.each(mismatches)('%s', async (_, world, more, message) => {
    await useLane(rig(), world, async (lane) => {
      const answer = await lane.adopt({ ...v1, ...more });
      expect(answer).toMatchObject({
        state: 'refused',
        code: 'adopt_mismatch',
        message: expect.stringMatching(message),
      });
      expect((await lane.status()).live).toBeNull();
    });
  });

  test('a release runs', async () => {
    const world = servingWorld();
    world.finds = () => undefined;
    await useLane(rig(), world, async (lane) => {
      await lane.adopt(v1);
      await lane.submit(submission('v2', steps));
      expect(await lane.adopt(v1)).toMatchObject({ state: 'refused', code: 'lane_not_idle' });
    });
  });
});

test('frees a lane that a release was left in, and what waited begins', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  await useLane(rig(), world, async (lane) => {
    await lane.adopt(v1);
    await lane.submit(submission('v2', steps));
    await lane.submit(submission('v3', steps));
    const running = lane.release(1);
    await running.untilStep('bake');
    await running.act('leave', 'root', { reason: 'by hand from here' });
    const { blocked } = await lane.until(
      'blocked',
      (status) => status.blocked !== null && status.running === null,
    );
    expect(blocked?.reason).toBe('root let go of it: by hand from here');
    expect(await lane.submit(submission('v4', steps))).toMatchObject({
      state: 'refused',
      code: 'lane_blocked',
    });
    expect(await lane.adopt(v1)).toMatchObject({ code: 'adopt_mismatch' });
    Object.assign(world, { split: { blue: 10_000, green: 0 } });
    world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
    expect(await lane.adopt(v1)).toEqual({ state: 'adopted' });
    await lane.until('v3 live', ({ live, running: now }) => live?.version === 'v3' && now === null);
  });
});

function notReady(): World {
  const world = servingWorld();
  world.ready.blue = { ready: 0, wanted: 2, version: 'v1' };
  return world;
}
