/** Rules about bakes: each must be able to end in an answer. Each finding's path is a position in the list. */
import type { Finding } from '../finding.ts';
import type { BlockLengths } from '../block-length.ts';
import type { AnalysisConfig, BakeStep, Milliseconds, Step } from '../plan.ts';
import { readingOf } from '../resolve-metrics.ts';
import type { RouterReading } from '../routers/router-input.ts';
import type { MetricInput } from '../schema/metric.ts';
import type { RuleInput } from '../schema/rule.ts';
import { formatDuration } from '../units.ts';

/** Blocks that a proof needs at least. */
const FEWEST_BLOCKS = 2;

/** What is measured in an environment. */
export interface MeasuredInput {
  metrics: Record<string, MetricInput>;
  rules: Record<string, RuleInput>;
}

/** Which bakes could not answer with these metrics, blocks as long as they may become, and this warm-up. */
export function bakeFindings(
  steps: readonly Step[],
  measured: MeasuredInput,
  {
    longestBlock,
    blockGiven,
    warmup,
  }: Pick<BlockLengths, 'longestBlock' | 'blockGiven'> & Pick<AnalysisConfig, 'warmup'>,
  router: RouterReading | undefined,
): Finding[] {
  const { metrics } = measured;
  const times = { block: longestBlock, given: blockGiven, warmup, ...slowest(metrics, router) };
  // Rules go by clocks of their own.
  const clocked = Object.keys(metrics).length > 0;
  let share = 0;
  return steps.flatMap((step, index) => {
    if (step.kind === 'shift') share = step.to;
    if (step.kind !== 'bake') return [];
    const refused =
      unmeasured(measured, step) ??
      (clocked ? (tooShort(step, times) ?? allWarmup(step, times, steps.slice(0, index))) : undefined) ??
      alone(step, share);
    return refused === undefined ? [] : [{ path: [index, 'bake'], ...refused }];
  });
}

interface Times extends Pick<AnalysisConfig, 'block' | 'warmup'> {
  /** The block's length was given; else it is the longest that the release may choose. */
  given: boolean;
  /** How late what was counted can be read, and the metric that is the reason. */
  lag: Milliseconds;
  late: string;
}

type Refused = Pick<Finding, 'message' | 'expected' | 'hint'>;

/** All metrics of a release go by one clock, so the latest of them holds up the others. */
function slowest(
  metrics: Record<string, MetricInput>,
  router: RouterReading | undefined,
): Pick<Times, 'lag' | 'late'> {
  const all = Object.entries(metrics).map(([late, metric]) => ({
    late,
    lag: readingOf(metric, router)?.lag ?? 0,
  }));
  return all.reduce((most, each) => (each.lag > most.lag ? each : most), { late: '', lag: 0 });
}

function unmeasured({ metrics, rules }: MeasuredInput, { until }: BakeStep): Refused | undefined {
  const all = Object.values(metrics);
  if (all.length === 0) {
    const counted = Object.values(rules).some(({ dryRun }) => !dryRun);
    if (!counted)
      return { message: 'nothing is measured in this bake', expected: 'at least one metric under metrics' };
    if (until === 'elapsed') return undefined;
    return {
      message: 'rules alone prove nothing safe',
      expected: 'a time, such as bake: { for: 10m }, or a metric that compares',
    };
  }
  if (until === 'elapsed' || all.some(({ required }) => required)) return undefined;
  return {
    message: 'no metric can prove this bake safe',
    expected: 'at least one metric with required: true',
  };
}

function tooShort({ until, max }: BakeStep, times: Times): Refused | undefined {
  const { block, lag, late } = times;
  const blocks = fewestBlocks(until);
  const shortest = lag + blocks * block;
  if (max >= shortest) return undefined;
  const long = `${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
  const message =
    lag === 0
      ? `the bake of ${formatDuration(max)} is shorter than ${long}`
      : `the bake of ${formatDuration(max)} is over before ${long} of ${late} can be read`;
  return {
    message,
    expected: `at least ${formatDuration(shortest)}`,
    hint: lengths(times),
  };
}

function lengths({ block, given, lag, late }: Times): string {
  const length = given
    ? `a block is ${formatDuration(block)} long, set by analysis.block`
    : `a block is up to ${formatDuration(block)} long, as bad requests are measured to burst, unless analysis.block gives its length`;
  return lag === 0 ? length : `${length}, and what ${late} counts can be read ${formatDuration(lag)} later`;
}

/** The candidate warms up in the first bake, unless another bake or an approval has taken that time. */
function allWarmup({ until, max }: BakeStep, times: Times, before: readonly Step[]): Refused | undefined {
  const { block, warmup, lag } = times;
  if (warmup === 0 || before.some(({ kind }) => kind === 'bake' || kind === 'approve')) return undefined;
  // The blocks begin a settle time after the shift, so one more than fits the warm-up belongs to it.
  const shortest = lag + (Math.ceil(warmup / block) + 1 + fewestBlocks(until)) * block;
  if (max >= shortest) return undefined;
  return {
    message: `the bake of ${formatDuration(max)} is over before the candidate has warmed up and been judged`,
    expected: `at least ${formatDuration(shortest)}`,
    hint: `the first ${formatDuration(warmup)} after the first shift are not judged, set by analysis.warmup, and ${lengths(times)}`,
  };
}

function fewestBlocks(until: BakeStep['until']): number {
  return until === 'safe' ? FEWEST_BLOCKS : 1;
}

function alone({ until }: BakeStep, share: number): Refused | undefined {
  if (until === 'elapsed' || share < 10_000) return undefined;
  const message = 'at 100% of traffic nothing is left to compare with';
  return { message, expected: 'a shift below 100% before a bake until safe' };
}
