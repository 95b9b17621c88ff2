import { expect, test } from 'vitest';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease, type ActName, type Running } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld } from './world.ts';

const rig = useRig();

/** What everybody is told who does what cannot be done now. */
async function expectRefused(running: Running, ...names: ActName[]): Promise<void> {
  for (const name of names) {
    expect(await running.refused(name, 'bob', { reason: 'r' }), name).toMatch(/^act_not_possible/);
  }
}

test('in each phase only the acts are taken that mean something', async () => {
  const world = servingWorld();
  const [survey, deployed, retired] = [createDoor(), createDoor(), createDoor()];
  Object.assign(world, { surveys: survey.pass, deploys: deployed.pass, retires: retired.pass });
  world.finds = () => undefined;
  const steps = [deploy, smoke, shift(500), bake(), approve, cutover, keep(60_000), retire];
  await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.until('the begin', ({ phase }) => phase === 'starting');
    await expectRefused(running, 'approve', 'promote', 'resume', 'retry');
    survey.open();
    await running.untilStep('deploy');
    await expectRefused(running, 'approve', 'promote', 'resume', 'retry');
    deployed.open();
    await running.untilStep('bake');
    await expectRefused(running, 'approve', 'resume', 'retry');
    await running.act('pause', 'bob');
    await expectRefused(running, 'pause', 'approve', 'retry');
    await running.act('promote', 'bob');
    await running.until('the end of the bake', ({ steps: all }) => all[3]?.state === 'done');
    await expectRefused(running, 'promote');
    await running.act('resume', 'eve');
    await running.untilStep('approve');
    await expectRefused(running, 'promote', 'retry');
    await running.act('approve', 'bob');
    await running.untilStep('keep');
    await expectRefused(running, 'approve', 'retry');
    await running.act('promote', 'bob');
    await running.untilStep('retire');
    await expectRefused(running, 'approve', 'promote', 'retry');
    retired.open();
  });
});

test('while it is undone only leave is taken', async () => {
  const world = servingWorld();
  const retired = createDoor();
  world.retires = retired.pass;
  await playRelease(rig(), world, releaseInput([deploy, shift(500), bake()]), async (running) => {
    world.finds = () => undefined;
    await running.untilStep('bake');
    await running.abort();
    await expect.poll(() => world.inside.has('retire')).toBe(true);
    await expectRefused(running, 'approve', 'promote', 'pause', 'resume', 'retry');
    retired.open();
  });
});

test('the same key with the same body is done once; with another body or act it is refused', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const { events } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake(), cutover, keep(30), retire]),
    async (running) => {
      await running.untilStep('bake');
      const { step, token } = await running.status();
      const keyed = { step, token, key: 'k1', bodyHash: 'b1' };
      const first = await running.act('pause', 'bob', keyed);
      const second = await running.act('pause', 'bob', keyed);
      expect([first.pausedBy, second.pausedBy]).toEqual(['bob', 'bob']);
      expect(await running.refused('pause', 'bob', { ...keyed, bodyHash: 'b2' })).toMatch(
        /^idempotency_key_reused/,
      );
      expect(await running.refused('resume', 'bob', keyed)).toMatch(/^idempotency_key_reused/);
      await running.act('resume', 'bob');
      await running.act('pause', 'bob', keyed);
      expect((await running.status()).pausedBy).toBeUndefined();
      await running.act('promote', 'bob');
    },
  );
  expect(events.filter(({ kind }) => kind === 'paused')).toHaveLength(1);
});

test('two people who decide about the same hold: one is told that it was stale', async () => {
  const world = servingWorld();
  world.smokes = () => {
    throw new Error('the checker is broken');
  };
  await playRelease(
    rig(),
    world,
    releaseInput([deploy, smoke, cutover, keep(30), retire]),
    async (running) => {
      await rig().skip('2m');
      const { step, token } = await running.untilHeld('error');
      world.smokes = () => undefined;
      const answers = await Promise.all(
        ['bob', 'eve'].map(async (actor) =>
          running.act('retry', actor, { step, token }).then(
            () => 'done',
            () => 'refused',
          ),
        ),
      );
      expect(answers.toSorted()).toEqual(['done', 'refused']);
    },
  );
});

test('an abort that carries no name is taken all the same', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const { result } = await playRelease(
    rig(),
    world,
    releaseInput([deploy, shift(500), bake()]),
    async (running) => {
      await running.untilStep('bake');
      await running.handle.signal('abort');
    },
  );
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
});
