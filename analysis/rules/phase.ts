import type { RuleTally } from './measurements.ts';

/** Where a rule stands; the last four are final. */
export type RulePhase = 'Pending' | 'Running' | 'Successful' | 'Inconclusive' | 'Error' | 'Failed';

/** What a rule bears. A limit on what is bad is broken above it, the streak of successes is reached at it. */
export interface RuleLimits {
  /** Measurements with an answer until the rule is over; left out: it goes on as long as the release is watched. */
  count?: number;
  /** Failures in all; 0 unless given, -1 is no limit. */
  failureLimit?: number;
  /** Inconclusive measurements in all; 0 unless given. */
  inconclusiveLimit?: number;
  /** Errors in a row; 4 unless given. */
  consecutiveErrorLimit?: number;
  /** Successes in a row that end the rule as successful; 0, or left out, is none. */
  consecutiveSuccessLimit?: number;
}

const ERRORS_IN_A_ROW = 4;

/** A rule's phase, and which limit is broken. */
export interface Assessment {
  phase: RulePhase;
  message?: string;
}

/**
 * The phase of one rule. `stopping`: it is to end now, and is successful unless a limit is broken already. Cases A1
 * to A11 of `docs/peers.md`.
 */
export function assessRule(tally: RuleTally, limits: RuleLimits, stopping = false): Assessment {
  if (tally.running) return { phase: 'Running' };
  if (tally.count + tally.errors === 0) return { phase: stopping ? 'Successful' : 'Pending' };
  const broken = brokenLimit(tally, limits);
  if (broken !== undefined) return broken;
  const { count, consecutiveSuccessLimit: streak = 0 } = limits;
  const done = streak > 0 && tally.successesInARow >= streak;
  const counted = count !== undefined && tally.count >= count;
  return { phase: done || counted || stopping ? 'Successful' : 'Running' };
}

/** Whether a rule in this phase is measured no more. */
export function isFinal(phase: RulePhase): boolean {
  return phase !== 'Pending' && phase !== 'Running';
}

/** Whether a limit is broken in this phase. */
export function isBroken(phase: RulePhase): boolean {
  return isFinal(phase) && phase !== 'Successful';
}

function brokenLimit(tally: RuleTally, limits: RuleLimits): Assessment | undefined {
  const { failureLimit = 0, inconclusiveLimit = 0, consecutiveErrorLimit = ERRORS_IN_A_ROW } = limits;
  if (failureLimit >= 0 && tally.failures > failureLimit) {
    return { phase: 'Failed', message: `failed (${tally.failures}) > failureLimit (${failureLimit})` };
  }
  if (tally.inconclusive > inconclusiveLimit) {
    const message = `inconclusive (${tally.inconclusive}) > inconclusiveLimit (${inconclusiveLimit})`;
    return { phase: 'Inconclusive', message };
  }
  if (tally.errorsInARow > consecutiveErrorLimit) {
    const message = `consecutiveErrors (${tally.errorsInARow}) > consecutiveErrorLimit (${consecutiveErrorLimit})`;
    return { phase: 'Error', message };
  }
  return undefined;
}
