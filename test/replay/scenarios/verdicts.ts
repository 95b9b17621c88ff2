import type { Step } from '../../../config/plan.ts';
import { releaseInput } from '../../workflow/inputs.ts';
import { analysis, bursty, kept } from '../../workflow/metrics.ts';
import { bake, cutover, deploy, gate, keep, ramp, retire, run, shift, smoke } from '../../workflow/plans.ts';
import { playRelease } from '../../workflow/release-under-test.ts';
import { climb, servingWorld } from '../../workflow/world.ts';
import { bakesEnd, canary, release } from './release.ts';
import type { Scenarios } from './scenario.ts';

/** Releases of which something is found, and what comes of it. */
export const verdictScenarios: Scenarios = {
  'bake-failed-reverted': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' });
    return release(rig, world, canary);
  },
  'bake-begun-late': async (rig) => {
    const world = servingWorld();
    let end = 0;
    world.finds = ({ bake: now }) => {
      if (now === undefined) return undefined;
      end ||= now.maxUntil;
      return now.maxUntil === end
        ? { kind: 'inconclusive', reason: 'no data', message: 'no block has ended yet', late: 1_800_000 }
        : { kind: 'pass', reason: 'pass', message: 'safe' };
    };
    return release(rig, world, canary);
  },
  'ramp-failed-reverted': async (rig) => {
    const world = servingWorld();
    world.finds = (request) =>
      request.weight < 2500
        ? climb(request)
        : { kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' };
    return release(rig, world, [deploy, smoke, ramp(), cutover, retire]);
  },
  'reverted-in-keep': async (rig) => {
    const world = servingWorld();
    return release(
      rig,
      world,
      [deploy, smoke, shift(500), bake(), cutover, keep(60_000), retire],
      async (running) => {
        await running.untilStep('keep');
        world.finds = () => ({
          kind: 'fail',
          finding: 'instances',
          reason: 'instances',
          message: 'none is ready',
        });
      },
    );
  },
  'unstamped-late-write': async (rig) => {
    const world = servingWorld();
    world.lateWrites = 30_000;
    world.finds = bakesEnd({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' });
    const late = [{ blue: 9500, green: 500 }];
    world.observes = (goal) => {
      if (goal === 'zero') world.split = late.pop() ?? world.split;
      return undefined;
    };
    return release(rig, world, canary, async (running) => {
      await running.until('the undo', ({ phase }) => phase === 'undoing');
      await rig.skip('2m');
    });
  },
  'drift-put-right': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd({
      kind: 'drift',
      finding: 'drift',
      reason: 'drift',
      message: 'the split was 50/50',
    });
    return release(rig, world, canary);
  },
  'calibrated-faster-held-promoted': async (rig) => {
    const world = servingWorld();
    world.calibrates = () => ({ errors: bursty() });
    const faster = {
      kind: 'hold',
      finding: 'faster',
      reason: 'faster than before',
      message: 'faster',
    } as const;
    world.finds = bakesEnd(faster);
    const input = releaseInput(canary, { metrics: [kept], analysis });
    await playRelease(rig, world, input, async (running) => {
      await running.untilHeld('faster than before');
      await running.act('promote', 'bob');
    });
    return `release/${input.id}`;
  },
  'bake-inconclusive-held-retried': async (rig) => {
    const world = servingWorld();
    world.finds = bakesEnd({ kind: 'inconclusive', reason: 'no data', message: 'no data' });
    return release(rig, world, canary, async (running) => {
      await running.untilHeld('no data');
      await running.act('retry', 'bob');
    });
  },
  'rule-inconclusive-held-promoted': async (rig) => {
    const world = servingWorld();
    const unclear = {
      kind: 'hold',
      finding: 'unclear',
      reason: 'rule inconclusive',
      message: 'in doubt',
    } as const;
    world.finds = bakesEnd(unclear);
    return release(rig, world, canary, async (running) => {
      await running.untilHeld('rule inconclusive');
      await running.act('promote', 'bob');
    });
  },
  'gate-retried-run-undone': async (rig) => {
    const world = servingWorld();
    world.gates = ({ attempt }) =>
      attempt === 1 ? { outcome: 'inconclusive', reason: 'crashed' } : undefined;
    world.finds = bakesEnd({ kind: 'fail', finding: 'harm', reason: 'harm', message: 'errors are worse' });
    const migrate = run('./migrate.sh', { undo: './migrate-back.sh' });
    const tell = run('./tell.sh');
    const steps: Step[] = [gate, migrate, deploy, shift(500), tell, bake(), cutover, retire];
    return release(rig, world, steps, async (running) => {
      await running.untilHeld('crashed');
      await running.act('retry', 'bob');
    });
  },
};
