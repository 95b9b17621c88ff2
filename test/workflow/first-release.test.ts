import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { approve, bake, cutover, deploy, everyStep, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { emptyWorld, servingWorld } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), approve, cutover, keep(30), retire];
const first = { stable: null, candidate: { slot: 'blue', version: 'v2' } } as const;

test('R9: only deploy, smoke and cutover are done, and the version is live', async () => {
  const world = emptyWorld();
  const { result, status } = await playRelease(rig(), world, releaseInput(steps, {}, first));
  expect(result).toMatchObject({ outcome: 'completed', live: { slot: 'blue', version: 'v2' } });
  expect(status.steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'deploy done',
    'smoke done',
    'shift skipped',
    'bake skipped',
    'approve skipped',
    'cutover done',
    'keep skipped',
    'retire skipped',
  ]);
  expect(world.did).toEqual(['deploy v2 blue', 'smoke', 'write 10000/0', 'keep alive blue']);
});

test('its undo takes the route away', async () => {
  const world = emptyWorld();
  world.writes = ({ split }) => (split === null ? undefined : { kind: 'not-ready', message: 'dead at once' });
  const { result } = await playRelease(rig(), world, releaseInput(steps, {}, first), async (running) => {
    await running.untilHeld('not-ready');
    await running.abort();
  });
  expect(result).toMatchObject({ outcome: 'reverted', live: null });
  expect(result.reason).toMatch(/nothing serves$/);
  expect(world.did).toEqual(['deploy v2 blue', 'smoke', 'write nothing', 'drain blue', 'retire blue']);
});

test('an error after the cutover is held, not lost', async () => {
  const world = emptyWorld();
  world.keepsAlive = () => {
    throw new Error('the platform is down');
  };
  const { result } = await playRelease(rig(), world, releaseInput(steps, {}, first), async (running) => {
    await expect.poll(() => world.inside.size + world.did.length).toBeGreaterThan(2);
    await rig().skip('2m');
    await running.untilHeld('error');
    world.keepsAlive = () => undefined;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(world.did.at(-1)).toBe('keep alive blue');
});

describe('a release is refused and changes nothing', () => {
  test.each([
    [
      'where traffic goes that no release stands for',
      servingWorld(),
      first,
      /sends traffic that no release of Sluice/,
    ],
    [
      'where instances run that no release stands for',
      instances(),
      first,
      /instances run that no release of Sluice/,
    ],
    [
      'where the router carries another mark',
      { ...servingWorld(), foreign: true },
      {},
      /carries another mark/,
    ],
    ['where traffic is not all at the known good slot', split(), {}, /sends 60 % to blue, where all traffic/],
    ['where nothing serves though something should', emptyWorld(), {}, /sends nothing to blue/],
    ['where a later release has written', stamped(), {}, /was written by release 7, but this is 2/],
  ])('%s', async (_, world, more, message) => {
    const { result, events } = await playRelease(rig(), world, releaseInput(everyStep, {}, more));
    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(message);
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'refused', 'finished']);
    expect(world.did).toEqual([]);
  });

  test('where router or platform cannot be read', async () => {
    const world = servingWorld();
    world.surveys = () => {
      throw new Error('connection refused');
    };
    const { result } = await playRelease(rig(), world, releaseInput(everyStep), async () => rig().skip('3m'));
    expect(result).toMatchObject({ outcome: 'refused', live: { slot: 'blue', version: 'v1' } });
    expect(result.reason).toMatch(/cannot be read: connection refused/);
  });
});

function instances(): ReturnType<typeof emptyWorld> {
  const world = emptyWorld();
  world.ready.green = { ready: 1, wanted: 1 };
  return world;
}

function split(): ReturnType<typeof emptyWorld> {
  return { ...servingWorld(), split: { blue: 6000, green: 4000 } };
}

function stamped(): ReturnType<typeof emptyWorld> {
  return { ...servingWorld(), stamp: { lane: 'x', release: 7, act: 3 } };
}
