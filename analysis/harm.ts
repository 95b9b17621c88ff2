import { logFactors, type Null, type Pair } from './block-factor.ts';
import { logAdd, logMeanExp } from './log-space.ts';

/** Alternatives of the harm process as true ratio over margin: 14 log-spaced points from 1.2 to 40. */
export const HARM_GRID: readonly number[] = Array.from(
  { length: 14 },
  (_, i) => 1.2 * (40 / 1.2) ** (i / 13),
);

const HARM_LOGS = HARM_GRID.map(Math.log);

/**
 * The harm process of one metric or edge (verdict.md §3). For each alternative it holds ln(M + s): the evidence
 * so far with the mass that the next block starts, which keeps every number finite from the beginning.
 */
export type HarmState = number[];

/** Half of the mass starts at once, the other half spread evenly over the planned blocks. */
function startingMass(block: number, plannedBlocks: number): number {
  const spread = block < plannedBlocks ? 0.5 / plannedBlocks : 0;
  return block === 0 ? 0.5 + spread : spread;
}

/** The state before block 0, or before a later one where the blocks until then had no data. */
export function beginHarm(plannedBlocks: number, block = 0): HarmState {
  const started = 0.5 + (0.5 * Math.min(block + 1, plannedBlocks)) / plannedBlocks;
  return HARM_GRID.map(() => Math.log(started));
}

/** Folds block number `block` (from 0) in; without a pair the block has no data and moves no evidence. */
export function advanceHarm(
  state: HarmState,
  pair: Pair | undefined,
  against: Null,
  block: number,
  plannedBlocks: number,
): HarmState {
  const starting = Math.log(startingMass(block + 1, plannedBlocks));
  if (pair === undefined) return state.map((log) => logAdd(log, starting));
  const factor = logFactors(pair, against);
  return state.map((log, i) => logAdd(log + factor(HARM_GRID[i] ?? 1, HARM_LOGS[i] ?? 0), starting));
}

/** ln E_harm after `blocks` blocks: the mean over the alternatives and the mass that has not started yet. */
export function harmLogE(state: HarmState, blocks: number, plannedBlocks: number): number {
  const waiting = (0.5 * Math.max(0, plannedBlocks - 1 - blocks)) / plannedBlocks;
  return logAdd(logMeanExp(state), Math.log(waiting));
}
