import type { Step } from '../../../config/plan.ts';
import type { Rig } from '../../workflow/environment.ts';
import { releaseInput } from '../../workflow/inputs.ts';
import { approve, bake, cutover, deploy, keep, retire, shift, smoke } from '../../workflow/plans.ts';
import { playRelease, type Running } from '../../workflow/release-under-test.ts';
import type { Finding, World } from '../../workflow/world.ts';

/** The steps of most releases. */
export const canary: Step[] = [
  deploy,
  smoke,
  shift(500),
  bake(),
  shift(2500),
  bake(),
  cutover,
  keep(50),
  retire,
];
/** The same with a person in it. */
export const withApproval: Step[] = [deploy, smoke, shift(500), bake(), approve, cutover, keep(300), retire];

/** Plays a release; gives its workflow's id. */
export async function release(
  rig: Rig,
  world: World,
  steps: Step[],
  act?: (running: Running) => Promise<unknown>,
  more: Parameters<typeof releaseInput>[2] = {},
): Promise<string> {
  const input = releaseInput(steps, {}, more);
  await playRelease(rig, world, input, act);
  return `release/${input.id}`;
}

/** The first bake finds this; every other one passes. */
export function bakesEnd(first: Finding): World['finds'] {
  const findings = [first];
  return ({ bake: asked }) => (asked === undefined ? undefined : (findings.shift() ?? { kind: 'pass' }));
}
