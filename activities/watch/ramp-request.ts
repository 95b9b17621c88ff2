import type { Milliseconds, RampStep } from '../../config/plan.ts';

/** A ramp whose present weight is watched. */
export interface RampRequest extends Pick<RampStep, 'budget' | 'lateBudget' | 'from' | 'to' | 'maxFactor'> {
  /** From a write until it was found in effect, as the release's own writes took. */
  effect: Milliseconds;
  /** Milliseconds since the epoch. */
  maxUntil: number;
}
