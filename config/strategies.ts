/** The short forms of a list of steps. */
import type { Step } from './plan.ts';
import { DEADLINES } from './deadlines.ts';

/** Every strategy, by name. */
export const STRATEGIES = ['canary', 'blue-green'] as const;

/** The name of a strategy. */
export type Strategy = (typeof STRATEGIES)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The steps of a strategy. Both begin with a request to the ready path of the platform, since a strategy
 * knows no other path; where the platform has none they begin without.
 */
export function strategySteps(strategy: Strategy, readyPath: string | undefined): Step[] {
  const shift = (to: number): Step => ({ kind: 'shift', to, deadline: DEADLINES.shift });
  const bake = (until: 'safe' | 'elapsed', min: number, max: number): Step => {
    return { kind: 'bake', until, min, max, minRequests: 0, onFail: 'revert', onInconclusive: 'hold' };
  };
  const steady = bake('elapsed', 5 * MINUTE, 5 * MINUTE);
  const canary = [shift(500), bake('safe', 0, 30 * MINUTE), shift(2_500), steady, shift(5_000), steady];
  return [
    { kind: 'deploy', deadline: DEADLINES.deploy },
    ...(readyPath === undefined ? [] : [readySmoke(readyPath)]),
    ...(strategy === 'canary' ? canary : []),
    { kind: 'cutover', deadline: DEADLINES.cutover },
    { kind: 'keep', for: HOUR },
    { kind: 'retire' },
  ];
}

/** A request to the ready path: the smoke test of whoever names none. */
export function readySmoke(path: string): Step {
  return { kind: 'smoke', checks: [{ kind: 'get', path, status: 200, timeout: 5_000 }], deadline: MINUTE };
}
