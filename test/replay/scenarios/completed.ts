import { until } from '../../rigs/until.ts';
import { releaseInput } from '../../workflow/inputs.ts';
import { cutover, deploy, errorMetric, keep, ramp, retire, shift, smoke } from '../../workflow/plans.ts';
import { playRelease } from '../../workflow/release-under-test.ts';
import { emptyWorld, servingWorld } from '../../workflow/world.ts';
import { canary, release, withApproval } from './release.ts';
import type { Scenarios } from './scenario.ts';

/** Releases that meet nothing on their way. */
export const completedScenarios: Scenarios = {
  'canary-completed': async (rig) => release(rig, servingWorld(), canary),
  'shift-seen-by-its-write': async (rig) => {
    const world = servingWorld();
    const requests = { blue: 19, green: 1 };
    world.writes = ({ look }) =>
      look === undefined ? undefined : { seen: { kind: 'proven', requests, message: '1 of 20' } };
    return release(rig, world, canary);
  },
  'frugal-completed': async (rig) => {
    const world = servingWorld();
    world.deploys = async () => until('the stable side to be watched', () => world.calibrated.length > 0);
    const requests = { blue: 19, green: 1 };
    world.writes = ({ look }) =>
      look === undefined ? undefined : { seen: { kind: 'proven', requests, message: '1 of 20' } };
    const input = releaseInput(canary, { metrics: [errorMetric] });
    await playRelease(rig, world, input);
    return `release/${input.id}`;
  },
  'shift-watched-when-long': async (rig) => {
    const world = servingWorld();
    const watched = (mode: string): boolean => world.watched.some((each) => each.mode === mode);
    world.writes = async ({ split }) => {
      if (split?.green === 1000) await until('the write to be watched', () => watched('transition'));
      return undefined;
    };
    world.observes = async (goal) => {
      if (goal === 'raise' && watched('transition'))
        await until('the look to be watched', () => watched('steady'));
      return undefined;
    };
    return release(rig, world, [deploy, shift(500), shift(1000), cutover, retire]);
  },
  'blue-green-completed': async (rig) =>
    release(rig, servingWorld(), [deploy, smoke, cutover, keep(50), retire]),
  'known-good-as-asked': async (rig) =>
    release(rig, servingWorld(), [deploy, shift(500), cutover, keep(50), retire]),
  'ramp-completed': async (rig) =>
    release(rig, servingWorld(), [deploy, smoke, ramp(), cutover, keep(50), retire]),
  'first-release': async (rig) =>
    release(rig, emptyWorld(), withApproval, undefined, {
      stable: null,
      candidate: { slot: 'blue', version: 'v2' },
    }),
  recovery: async (rig) =>
    release(rig, servingWorld(), canary, undefined, {
      kind: 'recovery',
      actor: 'sluice',
      reason: 'it was lost',
    }),
};
