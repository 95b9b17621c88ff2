/** Whether anything is measured that a step can be judged by. */
import type { BakeStep } from '../plan.ts';
import type { MetricInput } from '../schema/metric.ts';
import type { RuleInput } from '../schema/rule.ts';
import type { Refused } from './times.ts';

/** What is measured in an environment. */
export interface MeasuredInput {
  metrics: Record<string, MetricInput>;
  rules: Record<string, RuleInput>;
}

/** Why there is nothing to judge a step by: a ramp and a bake until safe need a metric that can prove it. */
export function unmeasured(
  { metrics, rules }: MeasuredInput,
  kind: 'bake' | 'ramp',
  until: BakeStep['until'],
): Refused | undefined {
  const all = Object.values(metrics);
  if (all.length === 0) {
    const counted = Object.values(rules).some(({ dryRun }) => !dryRun);
    if (!counted)
      return {
        message: `nothing is measured in this ${kind}`,
        expected: 'at least one metric under metrics',
      };
    if (until === 'elapsed') return undefined;
    const time = kind === 'bake' ? 'a time, such as bake: { for: 10m }, or ' : '';
    return { message: 'rules alone prove nothing safe', expected: `${time}a metric that compares` };
  }
  if (until === 'elapsed' || all.some(({ required }) => required)) return undefined;
  return {
    message: `no metric can prove this ${kind} safe`,
    expected: 'at least one metric with required: true',
  };
}
