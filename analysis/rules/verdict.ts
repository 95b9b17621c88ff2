import { assessRule, type RuleLimits, type RulePhase } from './phase.ts';
import type { Measurement, RulesState, RuleState } from './watched.ts';

/** A rule as the verdict knows it. */
export interface JudgedRule extends RuleLimits {
  name: string;
  dryRun: boolean;
}

/** Why a bake cannot pass because of a rule. */
export type RuleReason = 'no data' | 'error' | 'rule inconclusive' | 'rule failed' | 'not yet known';

/** One rule, and what is to be said of it in one sentence without a full stop. */
export interface RuleFinding {
  name: string;
  message: string;
}

/** What the rules say of a release that goes on. */
export interface RulesVerdict {
  /** The first that has failed. */
  failed?: RuleFinding;
  /** The first that is inconclusive. */
  unclear?: RuleFinding;
  /** The first whose newest measurement is an error, dry runs too. */
  unread?: RuleFinding;
  /** Why a bake cannot pass now; undefined: nothing stands against it. */
  against?: RuleFinding & { reason: RuleReason };
  /** A rule has broken one of its limits, so that no weight may rise. */
  broken: boolean;
}

/** What is known of one rule, for people and for the report. */
export interface RuleSummary {
  name: string;
  phase: RulePhase;
  /** Which limit is broken. */
  message?: string;
  dryRun: boolean;
  /** Measurements with an answer, those needed where there is an end, and how they came out. */
  count: number;
  needed?: number;
  failures: number;
  inconclusive: number;
  errors: number;
  /** The newest ones, the oldest first. */
  measurements: Measurement[];
}

/**
 * What the rules say now. Each is judged by itself, and none is stopped by another's error or doubt as in
 * `assessRun`: the release goes on, so what fails later has to be found. A dry run says nothing.
 */
export function judgeRules(rules: readonly JudgedRule[], state: RulesState | undefined): RulesVerdict {
  const all = rules.map((rule) => ({ rule, ...lookAt(rule, state?.rules[rule.name]) }));
  const counted = all.filter(({ rule }) => !rule.dryRun);
  const first = (phase: RulePhase): RuleFinding | undefined => {
    const found = counted.find((each) => each.phase === phase);
    return found === undefined ? undefined : { name: found.rule.name, message: found.message };
  };
  const [failed, unclear] = [first('Failed'), first('Inconclusive')];
  const unread = all.find(({ reason }) => reason === 'error');
  const against = WORST.flatMap((reason) => counted.filter((each) => each.reason === reason))[0];
  return {
    ...(failed === undefined ? {} : { failed }),
    ...(unclear === undefined ? {} : { unclear }),
    ...(unread === undefined ? {} : { unread: { name: unread.rule.name, message: unread.message } }),
    ...(against?.reason === undefined
      ? {}
      : { against: { name: against.rule.name, message: against.message, reason: against.reason } }),
    broken: failed !== undefined || unclear !== undefined || first('Error') !== undefined,
  };
}

/** What is known of every rule. */
export function summariseRules(rules: readonly JudgedRule[], state: RulesState | undefined): RuleSummary[] {
  return rules.flatMap((rule): RuleSummary[] => {
    const known = state?.rules[rule.name];
    if (known === undefined) return [];
    const { count, failures, inconclusive, errors } = known.tally;
    return [
      {
        name: rule.name,
        ...assessRule(known.tally, rule),
        dryRun: rule.dryRun,
        count,
        ...(rule.count === undefined ? {} : { needed: rule.count }),
        failures,
        inconclusive,
        errors,
        measurements: known.measurements,
      },
    ];
  });
}

/** What stands against a pass, the gravest first. */
const WORST: readonly RuleReason[] = [
  'rule failed',
  'error',
  'no data',
  'rule inconclusive',
  'not yet known',
];

interface Look {
  phase: RulePhase;
  message: string;
  reason?: RuleReason;
}

/** Pending, an error or a missing measurement is silence, of which no pass is made. */
function lookAt(rule: JudgedRule, known: RuleState | undefined): Look {
  const { name } = rule;
  if (known === undefined)
    return { phase: 'Pending', message: `${name} is not measured yet`, reason: 'no data' };
  const { phase, message: limit = '' } = assessRule(known.tally, rule);
  const newest = known.measurements.at(-1);
  const answer = newest?.value === undefined ? '' : `, the last answer was ${newest.value}`;
  switch (phase) {
    case 'Failed':
      return { phase, message: `failed: the rule ${name}: ${limit}${answer}`, reason: 'rule failed' };
    case 'Inconclusive':
      return {
        phase,
        message: `the rule ${name} is inconclusive: ${limit}${answer}`,
        reason: 'rule inconclusive',
      };
    case 'Pending':
      return { phase, message: `the rule ${name} is not measured yet`, reason: 'no data' };
    case 'Successful':
      return { phase, message: '' };
    case 'Error':
    case 'Running': {
      if (known.tally.errorsInARow > 0) {
        const times = known.tally.errorsInARow;
        const often = times === 1 ? '' : `, ${times} times in a row`;
        const message = `the rule ${name} cannot be measured${often}: ${newest?.message ?? 'an error'}`;
        return { phase, message, reason: 'error' };
      }
      if (rule.count === undefined) return { phase, message: '' };
      const message = `${known.tally.count} of ${rule.count} measurements of the rule ${name}`;
      return { phase, message, reason: 'not yet known' };
    }
  }
}
