/** What a release finds beside it, and a world in which its router cannot be told of it. */
import { ApplicationFailure } from '@temporalio/common';
import { servingWorld, type World } from './world.ts';

export const drift = {
  kind: 'drift',
  finding: 'drift',
  reason: 'drift',
  message: 'all went to blue',
} as const;

export const elsewhere = {
  kind: 'targets',
  finding: 'targets',
  reason: 'targets',
  message: 'blue is elsewhere',
} as const;

/** At 5 % instances came back elsewhere and are not followed, and 25 % cannot be written before `heal`. */
export function lateFollower(): { world: World; heal: () => void } {
  const world = servingWorld();
  let away = true;
  world.finds = ({ mode, bake, weight, muted }) => {
    if (mode === 'transition') return { kind: 'chunk' };
    if (weight === 500 && !muted.includes('targets')) return elsewhere;
    return bake === undefined ? undefined : { kind: 'pass' };
  };
  world.writes = ({ split, last }) => {
    if (split?.green === 500 && last?.split?.green === 500)
      throw ApplicationFailure.nonRetryable('connection refused');
    if (split?.green === 2500 && away) throw new Error('connection refused');
    return undefined;
  };
  return {
    world,
    heal: () => {
      away = false;
    },
  };
}
