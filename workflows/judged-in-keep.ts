import type { RuleSummary } from '../analysis/rules/verdict.ts';
import type { MetricSummary } from '../analysis/types.ts';
import { describeLimits, type Known } from './derive-limits.ts';

/** What is known at the end of a keep. */
interface Kept extends Known {
  watching: { evidence: readonly Pick<MetricSummary, 'name' | 'stage'>[]; rules: RuleSummary[] | undefined };
}

/**
 * What the watch of a keep had to go by, for the step's note. An error, a rule without an answer and a metric of which
 * no request was counted are no verdict, and are told as what they are.
 */
export function judgedInKeep(kept: Kept): string {
  const { input, watching, calibrating } = kept;
  const limited = input.plan.metrics
    .filter(({ name, limit }) => limit !== undefined || calibrating.limits[name] !== undefined)
    .map(({ name }) => name);
  const counted = new Set(
    watching.evidence.filter(({ stage }) => stage.candidate.total > 0).map(({ name }) => name),
  );
  const uncounted = limited.filter((name) => !counted.has(name));
  const rules = (watching.rules ?? []).filter((rule) => !rule.dryRun);
  const silent = rules.filter(
    ({ phase, measurements }) => phase === 'Pending' || measurements.at(-1)?.outcome === 'error',
  );
  const unknown = [
    ...(uncounted.length === 0 ? [] : [`no request was counted for ${uncounted.join(' and ')}`]),
    ...silent.slice(0, 1).map(({ name }) => `the rule ${name} could not be measured when it was last asked`),
  ];
  const but = unknown.length === 0 ? '' : `, but ${unknown.join(', and ')}`;
  const held = [
    ...(limited.length > uncounted.length ? ['limits'] : []),
    ...(rules.length > silent.length ? ['rules'] : []),
  ];
  const by = limited.length === 0 ? '' : ` (${describeLimits(kept)})`;
  if (held.length > 0) return `${held.join(' and ')} held${but}${by}`;
  const because = limited.length === 0 ? 'no metric has a limit, so ' : '';
  return `${because}only instances were watched${but}${by}`;
}
