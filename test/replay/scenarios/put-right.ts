import { ApplicationFailure } from '@temporalio/common';
import type { Step } from '../../../config/plan.ts';
import { approve, cutover, deploy, keep, retire, shift } from '../../workflow/plans.ts';
import { servingWorld } from '../../workflow/world.ts';
import { bakesEnd, canary, release } from './release.ts';
import type { Scenarios } from './scenario.ts';

const drift = { kind: 'drift', finding: 'drift', reason: 'drift', message: 'the split was 50/50' } as const;

const elsewhere = {
  kind: 'targets',
  finding: 'targets',
  reason: 'targets',
  message: 'blue is elsewhere',
} as const;
const kept: Step[] = [deploy, shift(500), cutover, keep(50), retire];

/** Releases whose router or instances are not as they were left. */
export const putRightScenarios: Scenarios = {
  'drift-put-right-beside': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd(drift);
    return release(rig, world, canary);
  },
  'drift-retry-that-failed': async (rig) => {
    const world = servingWorld();
    let away = true;
    let found = false;
    world.finds = ({ weight, muted }) => {
      if (weight !== 500 || found || muted.includes('drift')) return undefined;
      found = true;
      return drift;
    };
    world.writes = ({ split }) =>
      away && found && split?.green === 500
        ? { kind: 'not-ready', message: 'the router is away' }
        : undefined;
    return release(rig, world, [deploy, shift(500), approve, cutover, retire], async (running) => {
      const first = await running.untilHeld('drift');
      await running.act('retry', 'bob');
      await running.until(
        'the next hold',
        ({ hold }) => hold !== undefined && hold.since !== first.hold?.since,
      );
      away = false;
      await running.act('retry', 'bob');
      await running.until('nothing to be held', ({ hold }) => hold === undefined);
      await running.act('approve', 'bob');
    });
  },
  'instances-followed': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd(elsewhere);
    return release(rig, world, canary);
  },
  'router-written-before-known-good': async (rig) => {
    const world = servingWorld();
    world.asAsked = false;
    let away = true;
    world.writes = () => {
      const written = world.did.includes('write 0/10000');
      if (away && written) throw ApplicationFailure.nonRetryable('connection refused');
      return undefined;
    };
    return release(rig, world, kept, async (running) => {
      await running.untilHeld('error');
      away = false;
      await running.act('retry', 'bob');
    });
  },
  'keep-unwatched': async (rig) => {
    const world = servingWorld();
    let broken = true;
    world.finds = ({ warm }) => {
      if (warm === null) return undefined;
      if (broken) throw ApplicationFailure.nonRetryable('no such secret');
      return { kind: 'chunk' };
    };
    return release(rig, world, kept, async (running) => {
      await running.untilHeld('the watch cannot run');
      broken = false;
      await running.act('retry', 'bob');
    });
  },
  'cutover-retried': async (rig) => {
    const world = servingWorld();
    let unseen = true;
    let restarting = false;
    world.observes = (goal) => {
      if (goal === 'cutover' && unseen) throw ApplicationFailure.nonRetryable('the counters are away');
      return undefined;
    };
    world.writes = () => (restarting ? { kind: 'not-ready', message: '1 of 2 are ready' } : undefined);
    return release(rig, world, kept, async (running) => {
      await running.untilHeld('error');
      unseen = false;
      restarting = true;
      await running.act('retry', 'bob');
      await running.untilHeld('not-ready');
      restarting = false;
      await running.act('retry', 'bob');
    });
  },
};
