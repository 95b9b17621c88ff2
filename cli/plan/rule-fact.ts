/** What one rule asks, what it makes of the answer, and what it bears. */
import type { RuleConfig } from '../../config/plan.ts';
import { describeQuery } from '../../config/queries/index.ts';
import { formatDuration } from '../../config/units.ts';
import type { Fact } from './facts.ts';

/** A rule in a line. */
export function ruleFact(rule: RuleConfig): Fact {
  const {
    name,
    query,
    success,
    failure,
    interval,
    initialDelay,
    count,
    consecutiveSuccessLimit: streak,
  } = rule;
  const often = interval === undefined ? 'once' : `every ${formatDuration(interval)}`;
  const parts = [
    `a rule, without an error bound: ${describeQuery(query)}`,
    ...(success === undefined ? [] : [`success is ${success}`]),
    ...(failure === undefined ? [] : [`failure is ${failure}`]),
    `measured ${often}${initialDelay === 0 ? '' : `, first ${formatDuration(initialDelay)} after the first traffic`}`,
    ...(count === undefined || count === 1 ? [] : [`over after ${count} answers`]),
    ...(streak === 0 ? [] : [`over after ${streak} successes in a row`]),
    rule.dryRun ? 'a dry run: shown and never counted' : bears(rule),
  ];
  return { name, text: parts.join('; ') };
}

function bears({ failureLimit, inconclusiveLimit }: RuleConfig): string {
  const failures =
    failureLimit < 0
      ? 'no failure stops'
      : `stops at ${failureLimit + 1} ${failureLimit === 0 ? 'failure' : 'failures'}`;
  return `${failures}, asks at ${inconclusiveLimit + 1} inconclusive`;
}
