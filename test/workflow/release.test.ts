import { expect, test } from 'vitest';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, everyStep, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld } from './world.ts';

const rig = useRig();

test('W6: a good release passes every step and takes the old slot down last', async () => {
  const world = servingWorld();
  const { result, status } = await playRelease(rig(), world, releaseInput(everyStep), async (running) => {
    await running.untilStep('approve');
    await running.act('approve', 'bob');
  });
  expect(result).toMatchObject({ outcome: 'completed', live: { slot: 'green', version: 'v2' } });
  expect(status.steps.map(({ state }) => state)).toEqual(everyStep.map(() => 'done'));
  expect(world.did).toEqual([
    'gate 0',
    'deploy v2 green',
    'smoke',
    'do 3',
    'write 9500/500',
    'write 0/10000',
    'drain blue',
    'keep alive green',
    'retire blue',
  ]);
});

test('B3: a blue-green release shifts nothing before its cutover', async () => {
  const world = servingWorld();
  const steps = [deploy, smoke, approve, cutover, keep(50), retire];
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('approve');
    expect(world.did).toEqual(['deploy v2 green', 'smoke']);
    await running.act('approve', 'bob');
  });
  expect(result.outcome).toBe('completed');
});

test('every write has a higher fence than the one before, and the stamp stays the release’s own', async () => {
  const world = servingWorld();
  const input = releaseInput([deploy, shift(100), shift(500), bake(), cutover, keep(50), retire]);
  await playRelease(rig(), world, input);
  expect(world.asked.map(({ fence }) => fence)).toEqual(
    [1, 2, 3].map((act) => ({ lane: input.lane, release: 2, act })),
  );
});

test('some chunk of the watch is asked for from the first weight on, and none after retire', async () => {
  const world = servingWorld();
  await playRelease(
    rig(),
    world,
    releaseInput([deploy, smoke, shift(500), bake(), cutover, keep(50), retire]),
  );
  expect(world.watched[0]).toMatchObject({ weight: 500, stable: 'blue', warm: null });
  expect(world.watched[0]?.versions).toEqual({ blue: 'v1', green: 'v2' });
  expect(world.watched.some(({ bake: asked }) => asked !== undefined)).toBe(true);
  expect(world.watched.at(-1)).toMatchObject({ weight: 10_000, stable: null, warm: 'blue', mode: 'steady' });
});
