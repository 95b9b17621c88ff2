import { describe, expect, test } from 'vitest';
import type { Step } from '../../config/plan.ts';
import { readMemo } from '../../api/releases/memo.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { servingWorld, type Finding, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(30), retire];

function broken(): never {
  throw new Error('the checker is broken');
}

describe('the deadline of a hold', () => {
  test('reverts before the cutover, cause deadline', async () => {
    const world = servingWorld();
    world.smokes = broken;
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilStep('smoke');
      await rig().skip('2m');
      const { hold } = await running.untilHeld('error');
      expect(hold).toMatchObject({ onDeadline: 'revert', retryable: true, promotable: false });
      expect((hold?.deadline ?? 0) - (hold?.since ?? 0)).toBe(3_600_000);
      await rig().skip('61m');
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
    expect(events.filter(({ page }) => page).map(({ kind }) => kind)).toEqual(['held']);
  });

  test('reverts before the cutover also while the candidate has traffic', async () => {
    const world = servingWorld();
    world.finds = ({ bake: asked }) =>
      asked === undefined ? undefined : { kind: 'inconclusive', reason: 'no data', message: 'no data' };
    const { result } = await playRelease(rig(), world, releaseInput(steps, { holdDeadline: 200 }));
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'deadline' });
    expect(result.reason).toMatch(/^nobody decided in time about: no data/);
  });

  test('stays after the cutover and pages again; a late retry goes on', async () => {
    const world = servingWorld();
    world.observes = (goal) =>
      goal === 'cutover' && quiet ? { kind: 'no-traffic', message: 'no traffic' } : undefined;
    let quiet = true;
    const input = releaseInput(steps, { holdDeadline: 100 });
    const { result, events } = await playRelease(rig(), world, input, async (running) => {
      const { hold } = await running.until(
        'a hold that stays',
        (now) => now.hold !== undefined && !('deadline' in now.hold),
      );
      expect(hold).toMatchObject({ reason: 'no-traffic', onDeadline: 'stay', promotable: true });
      const { since } = hold ?? {};
      await until('lists to say so', async () => {
        const { memo } = await rig().client.workflow.getHandle(running.handle.workflowId).describe();
        expect(readMemo(memo)?.hold).toEqual({ reason: 'no-traffic', since });
        return true;
      });
      quiet = false;
      await running.act('retry', 'bob');
    });
    expect(result.outcome).toBe('completed');
    expect(events.filter(({ page }) => page).map(({ kind }) => kind)).toEqual(['held', 'held']);
  });
});

test('W1: an error of an activity is held after its tries, and retry goes on where it was', async () => {
  const world = servingWorld();
  world.smokes = broken;
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilStep('smoke');
    await rig().skip('2m');
    const { hold } = await running.untilHeld('error');
    expect(hold?.message).toBe('smoke did not work: the checker is broken');
    expect(await running.refused('promote', 'bob')).toMatch(/^act_not_possible/);
    world.smokes = () => undefined;
    await running.act('retry', 'bob', { reason: 'mended' });
  });
  expect(result.outcome).toBe('completed');
  expect(world.did.filter((did) => did.startsWith('deploy'))).toHaveLength(1);
  expect(events.find(({ kind }) => kind === 'retried')).toMatchObject({ actor: 'bob', reason: 'mended' });
});

test('W2: more traffic than asked is held at once', async () => {
  const world = servingWorld();
  let more = true;
  world.observes = () => (more ? { kind: 'more', observed: 2000, message: '20 % was seen' } : undefined);
  const { result, status } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    const { hold, traffic } = await running.untilHeld('split');
    expect(hold?.message).toMatch(/more than the 5 % that were asked for: 20 % was seen/);
    expect(traffic).toMatchObject({ asked: 500, observed: 2000, proven: false });
    more = false;
    await running.act('retry', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(status.traffic).toMatchObject({ asked: 10_000, observed: 10_000 });
});

describe('W3: a cutover that is not seen', () => {
  test('without traffic: promote goes on', async () => {
    const world = servingWorld();
    world.observes = (goal) =>
      goal === 'cutover' ? { kind: 'no-traffic', message: 'no traffic' } : undefined;
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('no-traffic');
      await running.act('promote', 'bob');
    });
    expect(result.outcome).toBe('completed');
  });

  test('with requests still at the old slot: promote is refused', async () => {
    const world = servingWorld();
    world.observes = (goal) =>
      goal === 'cutover' ? { kind: 'late', message: 'still 3 requests a second' } : undefined;
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('late');
      expect(await running.refused('promote', 'bob')).toMatch(/^act_not_possible/);
      await running.abort();
    });
    expect(result.outcome).toBe('reverted');
  });
});

describe('a hold by the watch', () => {
  const split: Finding = {
    kind: 'hold',
    finding: 'split',
    reason: 'split is not what was asked',
    message: 'too little',
  };
  // Found in the bake only: the time-skipping server cannot cancel a chunk that ends at the same moment.
  const find = (world: World, { finding, ...found }: NonNullable<Finding>): void => {
    world.finds = ({ bake: asked, muted }) =>
      asked === undefined || finding === undefined || muted.includes(finding)
        ? undefined
        : { ...found, finding };
  };

  test('asks once; a fail meanwhile reverts', async () => {
    const world = servingWorld();
    find(world, split);
    const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld(split.reason);
      world.finds = () => ({
        kind: 'fail',
        finding: 'instances',
        reason: 'instances',
        message: 'none is ready',
      });
    });
    expect(result).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
    expect(events.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });

  test('promote accepts it; retry looks again and finds it again', async () => {
    const world = servingWorld();
    find(world, { ...split, finding: 'stable', reason: 'stable not ready', message: 'blue is not ready' });
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.untilHeld('stable not ready');
      await running.act('retry', 'bob');
      await expect.poll(async () => (await running.events('held')).length).toBe(2);
      await running.act('promote', 'bob');
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
      await running
        .until('the end', ({ outcome }) => outcome !== undefined)
        .catch(async () => running.act('promote', 'eve'));
    });
    expect(result.outcome).toBe('completed');
  });

  test('stands behind one that stands already: each is asked about', async () => {
    const world = servingWorld();
    const unsure: Finding = { kind: 'inconclusive', reason: 'not yet known', message: 'not yet known' };
    let said = false;
    world.finds = ({ weight, bake: asked, muted }) => {
      if (asked === undefined) return said && weight === 500 && !muted.includes('split') ? split : undefined;
      said = true;
      return unsure;
    };
    const { result } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
      await running.until('both told', ({ hold }) => hold !== undefined);
      await expect.poll(async () => (await running.events('held')).length).toBe(2);
      const first = await running.status();
      await running.act('promote', 'bob');
      const second = await running.until(
        'the other',
        ({ hold }) => hold !== undefined && hold.reason !== first.hold?.reason,
      );
      expect(world.did).not.toContain('write 0/10000');
      expect(new Set([first.hold?.reason, second.hold?.reason]).size).toBe(2);
      await running.act('promote', 'bob');
    });
    expect(result.outcome).toBe('completed');
  });
});

test('a watch that cannot run is asked about once, and tried again all the while', async () => {
  const world = servingWorld();
  const { ApplicationFailure } = await import('@temporalio/common');
  world.finds = ({ bake: asked }) => {
    if (asked === undefined) return undefined;
    throw ApplicationFailure.nonRetryable('no such metric');
  };
  const { result, events } = await playRelease(rig(), world, releaseInput(steps), async (running) => {
    await running.untilHeld('the watch cannot run');
    await rig().skip('3m');
    const tries = world.watched.length;
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(100);
    await running.abort();
  });
  expect(result.outcome).toBe('reverted');
  expect(events.filter(({ kind }) => kind === 'held')).toHaveLength(1);
});
