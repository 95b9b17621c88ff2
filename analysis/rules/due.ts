import type { Outcome } from './measurements.ts';
import { isFinal, type RulePhase } from './phase.ts';

/** An error is tried again after this, whatever the interval, in milliseconds. */
const ERROR_RETRY = 10_000;

/** When a rule is measured; lengths in milliseconds. */
export interface Pace {
  /** From the end of one measurement to the beginning of the next; left out: measured until it has one answer. */
  interval?: number;
  /** From the beginning of the run to the first measurement. */
  initialDelay?: number;
}

/** What the next measurement is counted from; times in milliseconds since the epoch. */
export interface Measured {
  /** When the rules began to be watched. */
  startedAt: number;
  phase: RulePhase;
  /** The newest measurement that has ended. */
  last?: { endedAt: number; outcome: Outcome };
}

/** When a rule is to be measured next; undefined: never, it is over. Cases A15 to A19 of `docs/peers.md`. */
export function nextMeasurement(
  { interval, initialDelay = 0 }: Pace,
  { startedAt, phase, last }: Measured,
): number | undefined {
  if (isFinal(phase)) return undefined;
  if (last === undefined) return startedAt + initialDelay;
  if (last.outcome === 'error') return last.endedAt + ERROR_RETRY;
  return interval === undefined ? undefined : last.endedAt + interval;
}
