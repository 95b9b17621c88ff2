import type { Frozen } from '../../../config/freezes/judge-raise.ts';
import { releaseInput } from '../../workflow/inputs.ts';
import type { Rig } from '../../workflow/environment.ts';
import { bake, cutover, deploy, keep, retire, shift } from '../../workflow/plans.ts';
import { playRelease } from '../../workflow/release-under-test.ts';
import { createDoor } from '../../workflow/scripted-watch.ts';
import { servingWorld } from '../../workflow/world.ts';
import type { Scenarios } from './scenario.ts';

const frozen: Frozen = { by: 'freeze', message: 'frozen by f1 of ann, until Monday: year end', until: 9e12 };

/** A release whose second shift is frozen until the freeze ends, or until somebody overrides it. */
async function playFrozen(rig: Rig, how: 'ends' | 'overridden'): Promise<string> {
  const world = servingWorld();
  const door = createDoor();
  let ended = false;
  world.writes = ({ raise, split }) => {
    const raised = raise !== undefined && raise.overriddenAt === undefined && (split?.green ?? 0) >= 2500;
    return raised && !ended ? { kind: 'frozen', message: frozen.message, frozen } : undefined;
  };
  world.thaws = async ({ raise }) => {
    if (raise.overriddenAt === undefined) await door.pass();
    return null;
  };
  const input = releaseInput([deploy, shift(500), bake(), shift(2500), bake(), cutover, keep(50), retire]);
  await playRelease(rig, world, input, async (running) => {
    await running.untilHeld('freeze');
    if (how === 'overridden') await running.act('override-freeze', 'ann', { reason: 'the fix' });
    ended = true;
    if (how === 'ends') door.open();
  }).finally(() => door.open());
  return `release/${input.id}`;
}

/** What a freeze does to a release. */
export const frozenScenarios: Scenarios = {
  'frozen-until-its-end': async (rig) => playFrozen(rig, 'ends'),
  'frozen-overridden': async (rig) => playFrozen(rig, 'overridden'),
};
