import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease, type Running } from './release-under-test.ts';
import { createDoor, untilCancelled } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), approve, cutover, keep(60_000), retire];

/** Aborts where the release stands still by itself or by a hook. */
const stands: [string, (world: World) => unknown, string][] = [
  ['deploy', (world) => (world.deploys = untilCancelled), ''],
  ['smoke', (world) => (world.smokes = untilCancelled), 'deploy v2 green, smoke'],
  [
    'shift',
    (world) => (world.observes = (goal) => (goal === 'raise' ? untilCancelled() : undefined)),
    'write 9500/500',
  ],
  ['bake', (world) => (world.finds = () => undefined), 'write 9500/500'],
  ['approve', () => undefined, 'write 9500/500'],
  [
    'cutover',
    (world) => (world.drains = (slot) => (slot === 'blue' ? untilCancelled() : undefined)),
    'write 0/10000',
  ],
  ['keep', () => undefined, 'write 0/10000'],
];

describe('an abort in', () => {
  test.each(stands)('R1, R6: %s takes everything back', async (kind, script) => {
    const world = servingWorld();
    script(world);
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await goTo(running, world, kind);
      await running.abort('eve', { reason: 'looks odd' });
    });
    expect(result).toMatchObject({
      outcome: 'reverted',
      cause: 'abort',
      live: { slot: 'blue', version: 'v1' },
    });
    expect(result.reason).toBe('aborted by eve; v1 serves all traffic');
    expect(events.find((event) => event.kind === 'abort-requested')).toMatchObject({
      actor: 'eve',
      reason: 'looks odd',
    });
    const shifted = world.did.some((did) => did.startsWith('write') && did !== 'write 10000/0');
    expect(world.did.filter((did) => did === 'write 10000/0')).toHaveLength(shifted ? 1 : 0);
    expect(world.did.at(-1)).toBe('retire green');
  });

  test('retire changes nothing, and is recorded as such', async () => {
    const world = servingWorld();
    const door = createDoor();
    world.retires = door.pass;
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await goTo(running, world, 'keep');
      expect((await running.status()).knownGood).toBeUndefined();
      await running.act('promote', 'bob');
      await running.untilStep('retire');
      expect((await running.status()).knownGood).toBe(true);
      await running.abort();
      await running.until('the abort', ({ events: count }) => count > 0);
      door.open();
    });
    expect(result.outcome).toBe('completed');
    const abort = events.find((event) => event.kind === 'abort-requested');
    expect(abort?.message).toMatch(/changes nothing: the candidate is known good/);
  });
});

/** Waits until the release stands there with nothing under way that is about to end. */
async function goTo(running: Running, world: World, kind: string): Promise<void> {
  if (kind === 'cutover' || kind === 'keep') {
    await running.untilStep('approve');
    await running.act('approve', 'bob');
  }
  await running.untilStep(kind);
  if (kind === 'shift') await until('the look at traffic', () => world.inside.has('observe raise'));
  if (kind === 'cutover') await running.until('all traffic', ({ traffic }) => traffic.observed === 10_000);
}

test('an abort that waits for a write under way does not let it be the last', async () => {
  const world = servingWorld();
  const door = createDoor();
  world.writes = ({ split }) => (split?.green === 500 ? door.pass() : undefined);
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await expect.poll(() => world.inside.has('write')).toBe(true);
    await running.abort();
    await running.until('the undo', ({ phase }) => phase === 'undoing');
    door.open();
  });
  expect(result.cause).toBe('abort');
  expect(world.did.filter((did) => did.startsWith('write')).at(-1)).toBe('write 10000/0');
});

test('an abort while a failed activity waits for its next try is taken at once', async () => {
  const world = servingWorld();
  world.deploys = () => {
    throw new Error('no machine free');
  };
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('deploy');
    await running.abort();
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
});

test('an abort before the first step leaves the world as it is', async () => {
  const world = servingWorld();
  const door = createDoor();
  world.surveys = door.pass;
  const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.abort();
    door.open();
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
  expect(world.did).toEqual([]);
});

test('an abort during undo is recorded and changes nothing; a second click under the same key is not even that', async () => {
  const world = servingWorld();
  const door = createDoor();
  world.retires = door.pass;
  world.finds = () => undefined;
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('bake');
    await running.abort('eve', { key: 'k', bodyHash: 'b' });
    await expect.poll(() => world.inside.has('retire')).toBe(true);
    await running.abort('eve', { key: 'k', bodyHash: 'b' });
    await running.abort('bob');
    await running.until('the second abort', ({ events: count }) => count > 0);
    door.open();
  });
  expect(result.reason).toMatch(/^aborted by eve/);
  const aborts = events.filter(({ kind }) => kind === 'abort-requested').map(({ message }) => message);
  expect(aborts).toEqual([
    'abort by eve',
    'abort by bob changes nothing: the release is being undone already',
  ]);
  expect(world.did.filter((did) => did === 'write 10000/0')).toHaveLength(1);
});

test('Temporal’s own cancel is an abort', async () => {
  const world = servingWorld();
  world.finds = () => undefined;
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('bake');
    await running.handle.cancel();
  });
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'abort' });
  const by = { actor: 'temporal', source: 'temporal' };
  expect(events.find(({ kind }) => kind === 'abort-requested')).toMatchObject(by);
});

test('an abort that comes while the report is written is in the report', async () => {
  const world = servingWorld();
  const door = createDoor();
  world.archives = door.pass;
  const input = releaseInput([deploy, cutover, retire]);
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await expect.poll(() => world.inside.has('archive')).toBe(true);
    await running.abort();
    await expect.poll(async () => running.events('abort-requested')).toHaveLength(1);
    door.open();
  });
  expect(result.outcome).toBe('completed');
  expect(world.archived).toEqual([input.id, input.id]);
});

test('aborts that go on coming after the end do not keep the release in its lane', async () => {
  const world = servingWorld();
  const doors = [createDoor(), createDoor()];
  let archived = 0;
  world.archives = async () => {
    const door = doors[archived];
    archived += 1;
    await door?.pass();
  };
  const input = releaseInput([deploy, cutover, retire]);
  const { result, events } = await playRelease(rig(), world, input, async (running) => {
    for (const [index, door] of doors.entries()) {
      await expect.poll(() => archived).toBe(index + 1);
      await running.abort(`script ${index}`);
      await expect.poll(async () => running.events('abort-requested')).toHaveLength(1);
      door.open();
    }
  });
  expect(result.outcome).toBe('completed');
  expect(archived).toBe(2);
  expect(events.filter(({ kind }) => kind === 'abort-requested').map(({ actor }) => actor)).toEqual([
    'script 0',
  ]);
});
