import { limitSafeReached, type Tempered } from './limit.ts';

/** Bad rates that are excluded one after the other, in this order (verdict.md §4). */
export const RATE_BOUNDS: readonly number[] = [
  0.9, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001,
];

/**
 * The rate bound after one more block: the last rate that has been excluded, 1 while none is. `judged` holds the
 * candidate's counts of every edge that is judged, or of the metric itself; all of them must exclude a rate.
 * The evidence grows with the rate, so the largest rates are excluded first and one number is all the state.
 */
export function tightenRateBound(bound: number, judged: readonly Tempered[], beta: number): number {
  if (judged.length === 0) return bound;
  let tightest = bound;
  for (const rate of RATE_BOUNDS) {
    if (rate >= tightest) continue;
    if (!judged.every((sum) => limitSafeReached(sum, rate, beta))) break;
    tightest = rate;
  }
  return tightest;
}
