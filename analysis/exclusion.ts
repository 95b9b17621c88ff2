import type { Pair } from './block-factor.ts';
import { advanceSafe, beginSafe, safeReached, type SafeState } from './safe.ts';

/** Ratios that are excluded one after the other, in this order (verdict.md §4). */
export const EXCLUSION_RATIOS: readonly number[] = [10, 5, 3, 2, 1.5, 1.25, 1.1];

/** A safe process for each ratio over all blocks of a metric or edge; empty once the ratio was excluded. */
export type ExclusionState = SafeState[];

/** The state before the first block. */
export function beginExclusion(): ExclusionState {
  return EXCLUSION_RATIOS.map(beginSafe);
}

/** Folds one block in. Nothing is granted on top of the ratio: the bound speaks of the ratio alone. */
export function advanceExclusion(
  state: ExclusionState,
  pair: Pair | undefined,
  burstDivisor: number,
): ExclusionState {
  return state.map((process, i) =>
    process.length === 0
      ? process
      : advanceSafe(process, pair, { margin: EXCLUSION_RATIOS[i] ?? 1, negligible: 0, burstDivisor }),
  );
}

/**
 * Which ratios have been excluded by now: those that were, and those where every edge that is judged has
 * evidence of at least 1/beta. Without a judged edge nothing changes.
 */
export function markExcluded(
  excluded: boolean[],
  judged: readonly ExclusionState[],
  beta: number,
): boolean[] {
  if (judged.length === 0) return excluded;
  return excluded.map((already, i) => already || judged.every((edge) => safeReached(edge[i] ?? [], beta)));
}

/** The same state without the processes of ratios that are excluded for good: nothing reads them again. */
export function dropExcluded(state: ExclusionState, excluded: readonly boolean[]): ExclusionState {
  return state.map((process, i) => (excluded[i] === true ? [] : process));
}

/** The smallest ratio that is excluded together with every larger one; null when not even the largest is. */
export function exclusionBound(excluded: readonly boolean[]): number | null {
  const first = excluded.indexOf(false);
  return EXCLUSION_RATIOS[(first === -1 ? excluded.length : first) - 1] ?? null;
}
