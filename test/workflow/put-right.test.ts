/** What is put right beside a release never takes back what the release does, and never leaves it unwatched. */
import { expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { drift, lateFollower } from './late-follower.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, ramp, retire, shift } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
/** The weights of all writes that were asked for, in order. */
const weights = ({ asked }: World): (number | undefined)[] => asked.map(({ split }) => split?.green);

test('instances that are followed late wait for a larger weight, which follows them itself', async () => {
  const { world, heal } = lateFollower();
  const steps: Step[] = [deploy, shift(500), bake(), shift(2500), approve, cutover, retire];
  await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await until(
      'the larger weight to be tried',
      () => weights(world).filter((weight) => weight === 500).length > 1 && weights(world).includes(2500),
    );
    const before = weights(world).filter((weight) => weight === 500).length;
    await rig().skip('62s');
    expect(weights(world).filter((weight) => weight === 500)).toHaveLength(before);
    heal();
    await running.untilStep('approve');
    expect(world.split?.green).toBe(2500);
    await running.abort();
  });
});

test('the watch goes on in its new way while a change of somebody else is put right', async () => {
  const world = servingWorld();
  const door = createDoor();
  let found = false;
  world.finds = ({ weight }) => {
    if (weight !== 500 || found) return undefined;
    found = true;
    return drift;
  };
  world.writes = async ({ split }) => (found && split?.green === 500 ? door.pass() : undefined);
  const steps: Step[] = [deploy, shift(500), bake(), cutover, retire];
  await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await until('it to be put right', () => weights(world).length > 1);
    await running.act('pause', 'bob');
    const isSteady = (): boolean => world.watched.at(-1)?.bake === undefined;
    await until('a watch without an end', () => found && isSteady());
    expect(weights(world)).toHaveLength(2);
    door.open();
    await running.act('resume', 'bob');
    await running.abort();
  });
});

test('a ramp is not raised over a pause that came while something was put right', async () => {
  const world = servingWorld();
  const door = createDoor();
  let found = false;
  world.finds = ({ ramp: isRamp, muted }) => {
    if (isRamp === undefined) return undefined;
    if (!found) {
      found = true;
      return drift;
    }
    return muted.includes('drift')
      ? { kind: 'raise', raise: 2000, reason: 'raise', message: 'raised' }
      : undefined;
  };
  world.writes = async () => (found ? door.pass() : undefined);
  const steps: Step[] = [deploy, ramp(), cutover, retire];
  await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await until('it to be put right', () => weights(world).length > 1);
    await until('the way up to wait for it', () => world.watched.at(-1)?.ramp === undefined);
    await running.act('pause', 'bob');
    const chunks = world.watched.length;
    door.open();
    await until('the watch to go on after it', () => world.watched.length > chunks);
    expect(weights(world)).not.toContain(2000);
    await running.abort();
  });
});
