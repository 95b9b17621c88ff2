import type { Verdict } from '../decision.ts';
import type { VerdictState } from '../types.ts';

/** An answer, the block that gave it, and the state in which it was given. */
export interface Ending {
  /** From 0; null before the first block. */
  block: number | null;
  verdict: Verdict;
  state: VerdictState;
}

/**
 * The answer for a recording after one more block: what was found so far, and what the newest block says. `entered`:
 * it is the first of its weight. `over`: the deadline has passed.
 */
export function nextEnding(
  found: Ending | undefined,
  newest: Ending,
  { entered, over }: { entered: boolean; over: boolean },
): Ending | undefined {
  // One watch judges a whole release, so a fail counts whenever it comes and nothing takes its place.
  if (found?.verdict.outcome === 'fail' || newest.verdict.outcome === 'fail') {
    return found?.verdict.outcome === 'fail' ? found : newest;
  }
  // What must be proven is proven at each weight anew, so that a pass speaks of its own weight only.
  const standing = entered ? undefined : found;
  if (standing !== undefined) return standing;
  // A release that is held, such as by a refuted split, is watched on: the blocks after it can still answer.
  const answered = newest.verdict.outcome === 'pass' || (newest.verdict.outcome === 'inconclusive' && over);
  return answered ? newest : undefined;
}
