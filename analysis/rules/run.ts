import { addMeasurement, NOT_MEASURED, type Outcome, type RuleTally } from './measurements.ts';
import { assessRule, isBroken, isFinal, type Assessment, type RuleLimits, type RulePhase } from './phase.ts';

/** A rule and how its measurements came out, the oldest first. */
export interface MeasuredRule extends RuleLimits {
  name: string;
  /** Shown, and never counted. */
  dryRun?: boolean;
  /** The rule is to end now. */
  stopping?: boolean;
  measurements: readonly Outcome[];
}

/** A rule and how its measurements came out, counted. */
export interface TalliedRule extends RuleLimits {
  name: string;
  dryRun?: boolean;
  stopping?: boolean;
  tally: RuleTally;
}

/** What all rules together say. */
export interface RunAssessment {
  rules: Record<string, Assessment>;
  /** The worst phase of the rules that count; Running while one of them is not over and none is broken. */
  run: RulePhase;
  /** The first rule, in their order, that the run has its phase from; only where a limit is broken. */
  blame?: string;
}

/** Rules from the best phase to the worst. */
const WORSE: readonly RulePhase[] = ['Successful', 'Inconclusive', 'Error', 'Failed'];

/**
 * The phases of a release's rules and of the run that they make up together. One that is broken ends the run: the
 * others are stopped, and a measurement that is under way then is inconclusive. Cases A12 to A14 of `docs/peers.md`.
 */
export function assessRun(rules: readonly TalliedRule[]): RunAssessment {
  const alone = rules.map((rule) => ({ rule, found: assessRule(rule.tally, rule, rule.stopping) }));
  const ended = alone.some(({ rule, found }) => rule.dryRun !== true && isBroken(found.phase));
  const all = alone.map(({ rule, found }) => ({ rule, found: ended ? stop(rule, found) : found }));
  const counted = all.filter(({ rule }) => rule.dryRun !== true);
  const assessed = Object.fromEntries(all.map(({ rule, found }) => [rule.name, found]));
  if (counted.some(({ found }) => !isFinal(found.phase))) return { rules: assessed, run: 'Running' };
  const run = WORSE.findLast((phase) => counted.some(({ found }) => found.phase === phase)) ?? 'Successful';
  // A rule that was only stopped has no message: what it is blamed for is another's.
  const first = counted.find(({ found }) => found.phase === run && isBroken(run) && !wasStopped(found));
  return { rules: assessed, run, ...(first === undefined ? {} : { blame: first.rule.name }) };
}

/** The same from the measurements themselves, phases alone: the part `rules` of `sluice judge` (verdict.md §9). */
export function evaluateRules(rules: readonly MeasuredRule[]): {
  rules: Record<string, RulePhase>;
  run: RulePhase;
  blame?: string;
} {
  const tallied = rules.map(({ measurements, ...rule }) => ({
    ...rule,
    tally: measurements.reduce(addMeasurement, NOT_MEASURED),
  }));
  const { rules: assessed, ...run } = assessRun(tallied);
  return {
    rules: Object.fromEntries(Object.entries(assessed).map(([name, { phase }]) => [name, phase])),
    ...run,
  };
}

const STOPPED: Assessment = { phase: 'Inconclusive', message: 'Metric Terminated' };

function stop(rule: TalliedRule, found: Assessment): Assessment {
  if (isFinal(found.phase)) return found;
  return rule.tally.running ? STOPPED : assessRule(rule.tally, rule, true);
}

function wasStopped({ message }: Assessment): boolean {
  return message === STOPPED.message;
}
