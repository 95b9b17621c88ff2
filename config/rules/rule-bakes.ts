/** Rules about what `rule` metrics and bakes ask of each other. */
import type { Finding } from '../finding.ts';
import type { Milliseconds, Step } from '../plan.ts';
import { answersOf } from '../resolve-rules.ts';
import type { RuleInput } from '../schema/rule.ts';
import { formatDuration } from '../units.ts';

/**
 * Rules that could not have answered when the first bake or ramp ends, which then could not pass. Rules are measured
 * from the first traffic on, so the first one is the one that waits for them. Paths begin in the metrics.
 */
export function ruleBakeFindings(rules: Record<string, RuleInput>, steps: readonly Step[]): Finding[] {
  const first = steps.find((step) => step.kind === 'bake' || step.kind === 'ramp');
  if (first === undefined) return [];
  const { kind, max } = first;
  return Object.entries(rules).flatMap(([name, rule]): Finding[] => {
    const { initialDelay } = rule;
    const refused = (key: string, what: string): Finding[] => [
      {
        path: [name, 'rule', key],
        message: `${what} and the first ${kind} is over after ${formatDuration(max)}, which it could not pass`,
        expected: `a time below ${formatDuration(max)}`,
        hint: `or dryRun: true, or a longer ${kind}`,
      },
    ];
    if (rule.dryRun) return [];
    if (initialDelay >= max)
      return refused('initialDelay', `the rule is first measured after ${formatDuration(initialDelay)},`);
    const last = initialDelay + lasting(rule);
    if (last < max) return [];
    return refused('count', `its ${rule.count ?? 1} measurements take at least ${formatDuration(last)},`);
  });
}

/** From the first measurement to the last that is needed. */
function lasting(rule: RuleInput): Milliseconds {
  const { interval = 0, consecutiveSuccessLimit: streak } = rule;
  const answers = answersOf(rule) ?? 1;
  return (Math.min(answers, streak > 0 ? streak : answers) - 1) * interval;
}
