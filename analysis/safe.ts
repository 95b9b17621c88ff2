import { logFactors, type Null, type Pair } from './block-factor.ts';
import { logMeanExp } from './log-space.ts';

/** Alternatives of the safe process as true ratio over safe margin (verdict.md §4). */
export const SAFE_GRID: readonly number[] = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

const SAFE_LOGS = SAFE_GRID.map(Math.log);

/** The safe process of one metric or edge: ln of the evidence for each alternative, equal weight. */
export type SafeState = number[];

/** The state at the beginning of a weight. */
export function beginSafe(): SafeState {
  return SAFE_GRID.map(() => 0);
}

/** Folds one block in; without a pair the block has no data and moves no evidence. */
export function advanceSafe(state: SafeState, pair: Pair | undefined, against: Null): SafeState {
  if (pair === undefined) return state;
  const factor = logFactors(pair, against);
  return state.map((log, i) => log + factor(SAFE_GRID[i] ?? 1, SAFE_LOGS[i] ?? 0));
}

/** ln E_safe: evidence that the candidate is not worse than the margin tested. */
export function safeLogE(state: SafeState): number {
  return logMeanExp(state);
}

/** Whether E_safe is at least 1/beta: no mean is above the largest, so that most answers cost nothing. */
export function safeReached(state: SafeState, beta: number): boolean {
  const needed = -Math.log(beta);
  return state.some((log) => log >= needed) && safeLogE(state) >= needed;
}
