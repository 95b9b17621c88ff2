import type { Milliseconds, RampStep } from '../../config/plan.ts';

/** A ramp whose present weight is watched. */
export interface RampRequest extends Pick<RampStep, 'budget' | 'lateBudget' | 'from' | 'to' | 'maxFactor'> {
  /** From when a fault could be found until its undo is in effect: the lag of the metrics, and what a write takes. */
  effect: Milliseconds;
  /** Milliseconds since the epoch. */
  maxUntil: number;
}
