import { nextMeasurement } from '../../../analysis/rules/due.ts';
import { assessRule } from '../../../analysis/rules/phase.ts';
import type { RuleState } from '../../../analysis/rules/watched.ts';
import type { RuleConfig } from '../../../config/plan.ts';

/**
 * When a rule of a running release is measured next, milliseconds since the epoch; undefined: no more. Errors and
 * doubt end no rule here, since the release goes on: a backend may come back, and what is in doubt may yet fail. Pure.
 */
export function ruleDueAt(
  rule: RuleConfig,
  { startedAt, tally, measurements }: RuleState,
): number | undefined {
  const { phase } = assessRule(tally, rule);
  const last = measurements.at(-1);
  const counted = rule.count !== undefined && tally.count >= rule.count;
  const over = phase === 'Failed' || phase === 'Successful' || counted;
  return nextMeasurement(rule, {
    startedAt,
    phase: over ? 'Successful' : 'Running',
    ...(last === undefined ? {} : { last: { endedAt: last.at, outcome: last.outcome } }),
  });
}
