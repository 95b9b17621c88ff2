import { HARM_GRID } from './harm.ts';
import { logMeanExp } from './log-space.ts';
import { SAFE_GRID } from './safe.ts';

/**
 * One side's requests and bad requests over all blocks so far, each block divided by its burst divisor. These two
 * sums are all that a limit process depends on.
 */
export interface Tempered {
  total: number;
  bad: number;
}

type Grid = readonly { ratio: number; log: number }[];

const withLogs = (grid: readonly number[]): Grid => grid.map((ratio) => ({ ratio, log: Math.log(ratio) }));
const HARM = withLogs(HARM_GRID);
const SAFE = withLogs(SAFE_GRID);

/** No requests yet. */
export const NO_REQUESTS: Tempered = { total: 0, bad: 0 };

/** Adds one block's counts. */
export function addTempered(sum: Tempered, total: number, bad: number, burstDivisor: number): Tempered {
  return { total: sum.total + total / burstDivisor, bad: sum.bad + bad / burstDivisor };
}

function logE(sum: Tempered, limit: number, grid: Grid): number {
  return logMeanExp(grid.map((alternative) => gain(sum, limit, alternative)));
}

function gain({ total, bad }: Tempered, limit: number, { ratio, log }: Grid[number]): number {
  return bad * log - total * limit * (ratio - 1);
}

/** ln of the evidence that the bad rate is above `limit` (verdict.md §5). */
export function limitHarmLogE(sum: Tempered, limit: number): number {
  return logE(sum, limit, HARM);
}

/** ln of the evidence that the bad rate is below `limit` (verdict.md §5). */
export function limitSafeLogE(sum: Tempered, limit: number): number {
  return logE(sum, limit, SAFE);
}

/** Whether it is at least 1/beta: no mean is above the largest, so that most answers need no sum. */
export function limitSafeReached(sum: Tempered, limit: number, beta: number): boolean {
  const needed = -Math.log(beta);
  return (
    SAFE.some((alternative) => gain(sum, limit, alternative) >= needed) && limitSafeLogE(sum, limit) >= needed
  );
}
