import { releaseInput } from '../../workflow/inputs.ts';
import { analysis } from '../../workflow/metrics.ts';
import { errorMetric } from '../../workflow/plans.ts';
import { playRelease } from '../../workflow/release-under-test.ts';
import { createDoor, untilCancelled } from '../../workflow/scripted-watch.ts';
import { servingWorld } from '../../workflow/world.ts';
import { until } from '../../rigs/until.ts';
import { canary, release, withApproval } from './release.ts';
import type { Scenarios } from './scenario.ts';

/** Releases to which people do something. */
export const actScenarios: Scenarios = {
  'bake-aborted': async (rig) => {
    const world = servingWorld();
    world.finds = () => undefined;
    return release(rig, world, canary, async (running) => {
      await running.untilStep('bake');
      await running.abort();
    });
  },
  'calibrating-aborted': async (rig) => {
    const world = servingWorld();
    world.calibrates = async () => untilCancelled().catch(() => undefined);
    world.deploys = untilCancelled;
    const input = releaseInput(canary, { metrics: [errorMetric], analysis });
    await playRelease(rig, world, input, async (running) => {
      await running.untilStep('deploy');
      await running.abort();
    });
    return `release/${input.id}`;
  },
  'aborted-after-its-end': async (rig) => {
    const door = createDoor();
    const world = { ...servingWorld(), archives: door.pass };
    return release(rig, world, canary, async (running) => {
      await until('the report to be written', () => world.inside.has('archive'));
      await running.abort();
      await running.abort();
      door.open();
    });
  },
  'approved-after-a-pause': async (rig) =>
    release(rig, servingWorld(), withApproval, async (running) => {
      await running.untilStep('approve');
      await running.act('pause', 'bob');
      await running.act('approve', 'bob');
      await running.act('resume', 'bob');
    }),
};
