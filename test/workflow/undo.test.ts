import { describe, expect, test } from 'vitest';
import { ApplicationFailure } from '@temporalio/common';
import type { Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { createDoor } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

function failing(): World {
  const world = servingWorld();
  world.finds = ({ bake: asked }) =>
    asked === undefined ? undefined : { kind: 'fail', finding: 'harm', reason: 'harm', message: 'worse' };
  return world;
}

test('R14, R15: instances that never get ready undo the release, cause deadline', async () => {
  const world = servingWorld();
  world.deploys = () => {
    throw ApplicationFailure.nonRetryable('1 of 2 ready after 10 minutes', 'not_ready');
  };
  const { result } = await playRelease(rig(), world, releaseInput(steps));
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
  expect(result.reason).toMatch(/^1 of 2 ready after 10 minutes/);
  expect(world.did).toEqual(['retire green']);
});

test('B1: a smoke test that fails undoes the release without a write', async () => {
  const world = servingWorld();
  world.smokes = () => 'GET / answered 500, not 200';
  const { result } = await playRelease(rig(), world, releaseInput(steps));
  expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(result.reason).toMatch(/^smoke test failed: GET \/ answered 500/);
  expect(world.asked).toEqual([]);
});

test('W9: traffic goes back first, is seen to, and the candidate drains before it goes', async () => {
  const world = failing();
  const { events } = await playRelease(rig(), world, releaseInput(steps));
  expect(world.did.slice(-3)).toEqual(['write 10000/0', 'drain green', 'retire green']);
  expect(world.asked.at(-1)).toMatchObject({ mustBeReady: ['blue'], onDrift: 'restore', unread: true });
  const undo = events.slice(events.findIndex(({ kind }) => kind === 'undo-started'));
  expect(undo.map(({ kind }) => kind)).toEqual([
    'undo-started',
    'written',
    'observed',
    'undo',
    'undo',
    'finished',
  ]);
});

describe('undo does not give up', () => {
  test('nor write onto a stable side that is not ready: it pages after a minute and goes on when it is', async () => {
    const world = failing();
    let ready = false;
    world.writes = ({ split }) =>
      split?.blue === 10_000 && !ready
        ? { kind: 'not-ready', message: '0 of 2 in blue are ready' }
        : undefined;
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig().skip('30s');
      expect((await running.events('error')).filter(({ page }) => page)).toEqual([]);
      await rig().skip('40s');
      const paged = (await running.events('error')).filter(({ page }) => page);
      expect(paged).toMatchObject([
        {
          message: expect.stringMatching(/not done after 1m: cannot take traffic back: 0 of 2 in blue/),
        },
      ]);
      const [began] = await running.events('undo-started');
      expect((paged[0]?.at ?? 0) - (began?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
      await rig().skip('30m');
      expect(world.did).not.toContain('write 10000/0');
      expect(world.asked.length).toBeLessThan(80);
      ready = true;
      await rig().skip('1m');
    });
    expect(result.outcome).toBe('reverted');
    expect(events.filter(({ page }) => page)).toHaveLength(1);
  });

  test('nor when an activity fails for good', async () => {
    const world = failing();
    let fails = 2;
    world.writes = ({ split }) => {
      if (split?.blue !== 10_000 || fails === 0) return undefined;
      fails -= 1;
      throw ApplicationFailure.nonRetryable('no such router');
    };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig().skip('10s');
    });
    expect(result.outcome).toBe('reverted');
  });

  test('nor while requests still start at the candidate: 0 is written again', async () => {
    const world = failing();
    let seen = 2;
    world.observes = (goal) => {
      if (goal !== 'zero' || seen === 0) return undefined;
      seen -= 1;
      return { kind: 'late', message: '3 requests started at green' };
    };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig().skip('10s');
    });
    expect(result.outcome).toBe('reverted');
    expect(world.did.filter((did) => did === 'write 10000/0')).toHaveLength(3);
  });
});

describe('leave', () => {
  test('needs a reason, ends an undo that is stuck, and pages', async () => {
    const world = failing();
    world.writes = ({ split }) =>
      split?.blue === 10_000 ? { kind: 'not-ready', message: 'blue is gone' } : undefined;
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig().skip('5s');
      expect(await running.refused('leave', 'root', { reason: ' ' })).toMatch(/^reason_required/);
      await running.act('leave', 'root', { reason: 'blue is lost' });
    });
    expect(result).toMatchObject({ outcome: 'left', reason: 'root let go of it: blue is lost' });
    expect(events.at(-1)).toMatchObject({ kind: 'finished', page: true });
    expect(world.did).not.toContain('retire green');
  });

  test('ends a hold and leaves everything as it is', async () => {
    const world = servingWorld();
    world.finds = ({ bake: asked }) =>
      asked === undefined ? undefined : { kind: 'inconclusive', reason: 'no data', message: 'no data' };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('no data');
      await running.act('leave', 'root', { reason: 'I take over' });
    });
    expect(result.outcome).toBe('left');
    expect(world.did.at(-1)).toBe('write 9500/500');
  });

  test('is taken before the first step too', async () => {
    const world = servingWorld();
    const door = createDoor();
    world.surveys = door.pass;
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.act('leave', 'root', { reason: 'wrong one' });
      door.open();
    });
    expect(world.did).toEqual([]);
    expect(result.outcome).toBe('left');
  });
});
