import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { untilCancelled } from './scripted-watch.ts';
import { servingWorld, type Finding } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

describe('the watch', () => {
  test('that cannot begin is told, and begins once it can', async () => {
    const world = servingWorld();
    let broken = true;
    world.finds = (request): Finding => {
      if (broken) throw new Error('the watch is broken');
      return request.bake === undefined ? undefined : { kind: 'pass' };
    };
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilStep('bake');
      await rig().skip('3m');
      await running.untilHeld('the watch cannot run');
      broken = false;
      await running.act('retry', 'bob');
      await rig().skip('2m');
    });
    expect(result.outcome).toBe('completed');
    expect(events.find(({ kind }) => kind === 'held')).toMatchObject({
      page: true,
      message: expect.stringContaining('the watch is broken'),
    });
  });

  test.each(['raise', 'cutover'])(
    'judges the candidate while a %s still looks for its traffic',
    async (goal) => {
      const world = servingWorld();
      let looking = false;
      world.observes = async (asked) => {
        if (asked !== goal) return undefined;
        looking = true;
        return untilCancelled();
      };
      world.finds = (request): Finding => {
        if (looking && request.mode === 'steady' && request.bake === undefined)
          return { kind: 'fail', finding: 'harm', reason: 'limit', message: 'errors are above their limit' };
        return request.bake === undefined ? undefined : { kind: 'pass' };
      };
      const { result } = await playRelease(rig(), world, releaseInput(steps));
      expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
    },
  );

  test('runs although nobody knows whether the first weight was written', async () => {
    const world = servingWorld();
    let broken = true;
    world.writes = (request) => {
      if (broken && request.split?.green === 500) throw new Error('the API does not answer');
      return undefined;
    };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilStep('shift');
      // Once it is held, the watch runs, and no time is skipped any more.
      while ((await running.status()).hold === undefined) await rig().skip('5s');
      await until('a watch', async () => world.watched.length > 0);
      broken = false;
      await running.act('retry', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(world.watched[0]).toMatchObject({ mode: 'steady', weight: 0 });
  });
});

test('a raise that is retried waits for whoever paused it, and for the evidence', async () => {
  const world = servingWorld();
  let refused = false;
  world.writes = (request) => {
    if (refused || request.split?.green !== 2500) return undefined;
    refused = true;
    return { kind: 'not-ready', message: 'nothing was written' };
  };
  const twice: Step[] = [deploy, smoke, shift(500), bake(), shift(2500), cutover, keep(30), retire];
  const { result } = await playRelease(rig(), world, releaseInput(twice), async (running) => {
    await running.untilHeld('not-ready');
    await running.act('pause', 'bob');
    world.evidence = { raiseAllowed: false, overBound: false };
    await running.act('retry', 'bob');
    await running.until('a pause', ({ phase }) => phase === 'paused');
    await setTimeout(500);
    expect(world.split?.green).toBe(500);
    await running.act('resume', 'bob');
    await running.untilHeld('evidence');
    expect(world.split?.green).toBe(500);
    world.evidence = { raiseAllowed: true, overBound: false };
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
});
