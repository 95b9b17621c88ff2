import { expect, test } from 'vitest';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld } from './world.ts';

const rig = useRig();
const steps = [deploy, shift(500), bake({ until: 'elapsed' }), cutover, keep(60_000), retire];

test('a fail while paused reverts', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const input = releaseInput([deploy, shift(500), bake(), cutover]);
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await running.untilStep('bake');
    await running.act('pause', 'bob');
    world.finds = () => ({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' });
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
});

test('harm while a bake with onFail hold is paused becomes that bake’s verdict', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const input = releaseInput([deploy, shift(500), bake({ onFail: 'hold' }), cutover]);
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await running.untilStep('bake');
    await running.act('pause', 'bob');
    world.finds = ({ muted }) =>
      muted.includes('harm')
        ? undefined
        : { kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' };
    await running.untilHeld('harm');
    await running.abort();
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
});

test('R14: a pause stops advancing and moves the end of a bake and of a keep by its own length', async () => {
  const world = servingWorld();
  world.finds = ({ bake: asked }) =>
    asked !== undefined && Date.now() > bakeEnd
      ? { kind: 'pass', reason: 'pass', message: 'elapsed' }
      : undefined;
  let bakeEnd = Number.POSITIVE_INFINITY;
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('bake');
    await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
    const before = world.watched.findLast(({ bake: asked }) => asked !== undefined)?.bake?.maxUntil ?? 0;
    await rig().skip(1000);
    await running.act('pause', 'bob');
    await expect.poll(() => world.watched.at(-1)?.bake).toBeUndefined();
    await rig().skip(1000);
    await running.act('resume', 'bob');
    await expect.poll(() => world.watched.at(-1)?.bake).toBeDefined();
    const after = world.watched.at(-1)?.bake?.maxUntil ?? 0;
    const [paused, resumed] = [await running.events('paused'), await running.events('resumed')];
    const pause = (resumed[0]?.at ?? 0) - (paused[0]?.at ?? 0);
    expect(after - before).toBe(pause);
    bakeEnd = Date.now();
    const { deadline: end = 0 } = await running.untilStep('keep');
    await running.act('pause', 'bob');
    await rig().skip(1000);
    expect((await running.status()).phase).toBe('paused');
    expect(world.did).not.toContain('retire blue');
    await running.act('resume', 'bob');
    await running.until('the end to have moved', ({ deadline = 0 }) => deadline >= end + 1000);
    await running.act('promote', 'bob');
  });
  expect(result.outcome).toBe('completed');
});

test('a pause before the first traffic stands in the way of the next step only', async () => {
  const world = servingWorld();
  const door = createDoor();
  world.deploys = door.pass;
  const { result } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, cutover, keep(30), retire]),
    async (running) => {
      await running.untilStep('deploy');
      const paused = await running.act('pause', 'bob', { reason: 'lunch' });
      expect(paused).toMatchObject({ phase: 'paused', pausedBy: 'bob' });
      door.open();
      await running.until('the deploy done', (status) => status.steps[0]?.state === 'done');
      expect(world.did).toEqual(['deploy v2 green']);
      await running.act('resume', 'eve');
    },
  );
  expect(result.outcome).toBe('completed');
});
