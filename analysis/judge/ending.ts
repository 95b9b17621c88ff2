import type { Verdict } from '../decision.ts';
import type { VerdictState } from '../types.ts';

/** An answer, the block that gave it, and the state in which it was given. */
export interface Ending {
  /** From 0; null before the first block. */
  block: number | null;
  verdict: Verdict;
  state: VerdictState;
}

/** The answer for a recording after one more block: what was found so far, and what the newest block says. */
export function nextEnding(found: Ending | undefined, newest: Ending, entered: boolean): Ending | undefined {
  // One watch judges a whole release, so a fail counts whenever it comes and nothing takes its place.
  if (found?.verdict.outcome === 'fail' || newest.verdict.outcome === 'fail') {
    return found?.verdict.outcome === 'fail' ? found : newest;
  }
  // What must be proven is proven at each weight anew, so that a pass speaks of its own weight only.
  const standing = entered ? undefined : found;
  return standing ?? (isAnswer(newest.verdict) ? newest : undefined);
}

/** A refuted split holds a release and asks, but the blocks after it can still answer. */
function isAnswer({ outcome, reason }: Verdict): boolean {
  return outcome === 'pass' || (outcome === 'inconclusive' && reason !== 'split is not what was asked');
}
