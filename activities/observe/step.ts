import type { Milliseconds } from '../../config/plan.ts';

/** Requests that ended between two readings that follow on each other. */
export interface Step {
  length: Milliseconds;
  candidate: number;
  /** Of the other slot. */
  other: number;
}

/** How an observation ended, before it is told with its figures. */
export interface Finding {
  kind: 'proven' | 'unproven' | 'no-traffic' | 'more' | 'late';
  message: string;
  /** The steps that it rests on; absent means all of them. */
  steps?: readonly Step[];
}

/** All requests of several steps. */
export function totalOf(steps: readonly Step[]): Step {
  const sum = { length: 0, candidate: 0, other: 0 };
  for (const step of steps) {
    sum.length += step.length;
    sum.candidate += step.candidate;
    sum.other += step.other;
  }
  return sum;
}
