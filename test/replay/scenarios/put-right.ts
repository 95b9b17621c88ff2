import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import type { Step } from '../../../config/plan.ts';
import { drift, elsewhere, lateFollower } from '../../workflow/late-follower.ts';
import { approve, bake, cutover, deploy, keep, ramp, retire, shift } from '../../workflow/plans.ts';
import { until } from '../../rigs/until.ts';
import { servingWorld } from '../../workflow/world.ts';
import { createDoor } from '../../workflow/scripted-watch.ts';
import { bakesEnd, canary, release } from './release.ts';
import type { Scenarios } from './scenario.ts';

/** What was found as asked so long ago is looked at anew, in milliseconds. */
const NOT_FRESH = 16_000;
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
  // What follows takes up to two minutes of real time each.
  'retired-after-approval': async (rig) => {
    const steps: Step[] = [deploy, shift(500), cutover, keep(30), approve, retire];
    return release(rig, servingWorld(), steps, async (running) => {
      await running.untilStep('approve');
      await sleep(NOT_FRESH);
      await running.act('approve', 'bob');
    });
  },
  'paused-before-known-good': async (rig) => {
    const world = servingWorld();
    const door = createDoor();
    world.asAsked = false;
    world.writes = async () => (world.did.includes('write 0/10000') ? door.pass() : undefined);
    return release(rig, world, kept, async (running) => {
      await until('the write', () => world.asked.length > 2);
      await running.act('pause', 'bob');
      door.open();
      await sleep(NOT_FRESH);
      await running.act('resume', 'bob');
    });
  },
  'overtaken-before-known-good': async (rig) => {
    const world = servingWorld();
    const door = createDoor();
    let found = false;
    world.asAsked = false;
    world.finds = ({ warm }) => {
      if (warm === null || world.asked.length < 3 || found) return undefined;
      found = true;
      return drift;
    };
    world.writes = async ({ fence }) => {
      if (fence.act === 4) door.open();
      if (fence.act !== 3) return undefined;
      await door.pass();
      return { kind: 'fenced', message: 'act 4 has written since' };
    };
    return release(rig, world, kept);
  },
  'paused-while-put-right': async (rig) => {
    const world = servingWorld();
    const door = createDoor();
    let found = false;
    world.finds = ({ bake: isBake, weight }) => {
      if (weight !== 500) return undefined;
      if (found) return isBake !== undefined && world.asked.length > 2 ? { kind: 'pass' } : undefined;
      found = true;
      return drift;
    };
    world.writes = async ({ split }) => (found && split?.green === 500 ? door.pass() : undefined);
    return release(rig, world, [deploy, shift(500), bake(), cutover, retire], async (running) => {
      await until('it to be put right', () => world.asked.length > 1);
      await running.act('pause', 'bob');
      await until('a watch without an end', () => world.watched.at(-1)?.bake === undefined);
      door.open();
      await running.act('resume', 'bob');
      await running.untilStep('bake');
      world.finds = bakesEnd(undefined);
    });
  },
  'ramp-paused-while-put-right': async (rig) => {
    const world = servingWorld();
    const door = createDoor();
    let found = false;
    world.finds = ({ ramp: isRamp, muted, weight }) => {
      if (isRamp === undefined) return undefined;
      if (weight > 100) return { kind: 'pass' };
      if (found && !muted.includes('drift')) return undefined;
      if (found) return { kind: 'raise', raise: 2000, reason: 'raise', message: 'raised' };
      found = true;
      return drift;
    };
    world.writes = async ({ split }) => (found && split?.green === 100 ? door.pass() : undefined);
    return release(rig, world, [deploy, ramp(), cutover, retire], async (running) => {
      await until('it to be put right', () => world.asked.length > 1);
      await until('the way up to wait for it', () => world.watched.at(-1)?.ramp === undefined);
      await running.act('pause', 'bob');
      door.open();
      await running.until('the pause to stand', ({ phase }) => phase === 'paused');
      await running.act('promote', 'bob').catch(() => undefined);
      await running.abort();
    });
  },
  'instances-followed-after-a-raise': async (rig) => {
    const { world, heal } = lateFollower();
    const steps: Step[] = [deploy, shift(500), bake(), shift(2500), approve, cutover, retire];
    return release(rig, world, steps, async (running) => {
      await until('the larger weight', () => world.asked.some(({ split }) => split?.green === 2500));
      await sleep(62_000);
      heal();
      await running.untilStep('approve');
      await running.act('approve', 'bob');
    });
  },
  'instances-not-followed': async (rig) => {
    const world = servingWorld();
    world.finds = ({ weight, muted }) =>
      weight === 500 && !muted.includes('targets') ? elsewhere : undefined;
    world.writes = ({ split, last }) => {
      if (split?.green !== 500 || last?.split?.green !== 500) return undefined;
      throw ApplicationFailure.nonRetryable('connection refused');
    };
    const steps: Step[] = [deploy, shift(500), approve, cutover, retire];
    return release(rig, world, steps, async (running) => {
      await until('three tries', () => world.asked.length > 3, 150_000);
      await running.act('approve', 'bob');
    });
  },
};
