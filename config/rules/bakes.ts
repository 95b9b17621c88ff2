/** Rules about bakes: each must be able to end in an answer. Each finding's path is a position in the list. */
import type { Finding } from '../finding.ts';
import type { BakeStep, Milliseconds, Step } from '../plan.ts';
import type { MetricInput } from '../schema/metric.ts';
import { formatDuration } from '../units.ts';

/** Blocks that a proof needs at least. */
const FEWEST_BLOCKS = 2;

/** Which bakes could never answer with these metrics and blocks of this length. */
export function bakeFindings(
  steps: readonly Step[],
  metrics: Record<string, MetricInput>,
  block: Milliseconds,
): Finding[] {
  let share = 0;
  return steps.flatMap((step, index) => {
    if (step.kind === 'shift') share = step.to;
    if (step.kind !== 'bake') return [];
    const refused = unmeasured(metrics, step) ?? tooShort(step, block) ?? alone(step, share);
    return refused === undefined ? [] : [{ path: [index, 'bake'], ...refused }];
  });
}

type Refused = Pick<Finding, 'message' | 'expected' | 'hint'>;

function unmeasured(metrics: Record<string, MetricInput>, { until }: BakeStep): Refused | undefined {
  const all = Object.values(metrics);
  if (all.length === 0) {
    return { message: 'nothing is measured in this bake', expected: 'at least one metric under metrics' };
  }
  if (until === 'elapsed' || all.some(({ required }) => required)) return undefined;
  return {
    message: 'no metric can prove this bake safe',
    expected: 'at least one metric with required: true',
  };
}

function tooShort({ until, max }: BakeStep, block: Milliseconds): Refused | undefined {
  const blocks = until === 'safe' ? FEWEST_BLOCKS : 1;
  const shortest = blocks * block;
  if (max >= shortest) return undefined;
  const message = `the bake of ${formatDuration(max)} is shorter than ${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
  return {
    message,
    expected: `at least ${formatDuration(shortest)}`,
    hint: `a block is ${formatDuration(block)} long, set by analysis.block`,
  };
}

function alone({ until }: BakeStep, share: number): Refused | undefined {
  if (until === 'elapsed' || share < 10_000) return undefined;
  const message = 'at 100% of traffic nothing is left to compare with';
  return { message, expected: 'a shift below 100% before a bake until safe' };
}
