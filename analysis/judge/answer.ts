import type { FailReason, Verdict } from '../decision.ts';
import type { InconclusiveReason } from '../lacking.ts';

/** What a recording comes to. */
export interface Answer {
  outcome: 'pass' | 'fail' | 'continue' | 'inconclusive';
  reason: FailReason | InconclusiveReason | 'rule' | null;
  /** The metric with the largest part in a fail, or the rule that is broken. */
  blame: string | null;
}

/** A verdict as an answer. That a source could not be read ends nothing, so that what ends with it goes on. */
export function answerOf({ outcome, reason, blame }: Verdict): Answer {
  if (outcome === 'error') return { outcome: 'continue', reason: 'error', blame: null };
  return { outcome, reason: reason ?? null, blame: blame ?? null };
}
