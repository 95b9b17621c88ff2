import { addMeasurement, NOT_MEASURED, type Outcome, type RuleTally } from './measurements.ts';
import { assessRule, isBroken, type RuleLimits } from './phase.ts';

/** Measurements of a rule that are kept. */
const KEPT = 10;

/** One measurement that has ended. */
export interface Measurement {
  /** When it ended, milliseconds since the epoch. */
  at: number;
  outcome: Outcome;
  /** What was answered, for people; cut where it is long. Left out of an error. */
  value?: string;
  /** Why there is no answer; kept of the newest measurement alone. */
  message?: string;
}

/** All that is known of one rule while it is watched. Plain JSON, under a kilobyte. */
export interface RuleState {
  /** Milliseconds since the epoch: from here on its initial delay is counted. */
  startedAt: number;
  tally: RuleTally;
  /** The newest ones, the oldest first. */
  measurements: Measurement[];
}

/** The rules of a release, by name. */
export interface RulesState {
  /** A person was last asked about broken rules at this time, milliseconds since the epoch; 0: never. */
  answeredAt: number;
  rules: Record<string, RuleState>;
}

/** The state of rules before their first measurement. */
export function beginRules(names: readonly string[], startedAt: number): RulesState {
  return { answeredAt: 0, rules: Object.fromEntries(names.map((name) => [name, beginRule(startedAt)])) };
}

/** The same state with one more measurement of a rule; a rule that is not known is left alone. */
export function withMeasurement(state: RulesState, name: string, measurement: Measurement): RulesState {
  const known = state.rules[name];
  if (known === undefined) return state;
  const earlier = known.measurements.map(({ message: _message, ...rest }) => rest);
  const next = {
    ...known,
    tally: addMeasurement(known.tally, measurement.outcome),
    measurements: [...earlier, measurement].slice(-KEPT),
  };
  return { ...state, rules: { ...state.rules, [name]: next } };
}

/** A person has answered about what was broken then: it is measured afresh from that time on. */
export function withAnswer(
  state: RulesState,
  limits: readonly (RuleLimits & { name: string })[],
  answeredAt: number,
): RulesState {
  if (answeredAt <= state.answeredAt) return state;
  const rules = { ...state.rules };
  for (const limit of limits) {
    const known = rules[limit.name];
    if (known !== undefined && isBroken(assessRule(known.tally, limit).phase))
      rules[limit.name] = beginRule(answeredAt);
  }
  return { answeredAt, rules };
}

function beginRule(startedAt: number): RuleState {
  return { startedAt, tally: NOT_MEASURED, measurements: [] };
}
