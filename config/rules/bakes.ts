/** Rules about bakes: each must be able to end in an answer. Each finding's path is a position in the list. */
import type { Finding } from '../finding.ts';
import type { BakeStep, Step } from '../plan.ts';
import type { RouterReading } from '../routers/router-input.ts';
import { formatDuration } from '../units.ts';
import { unmeasured, type MeasuredInput } from './measured.ts';
import { explainLengths, timesOf, WARMING, type Refused, type Times, type WrittenLengths } from './times.ts';

/** Blocks that a proof needs at least. */
const FEWEST_BLOCKS = 2;

/** Which bakes could not answer with these metrics, blocks as long as they may become, and this warm-up. */
export function bakeFindings(
  steps: readonly Step[],
  measured: MeasuredInput,
  lengths: WrittenLengths,
  router: RouterReading | undefined,
): Finding[] {
  const { metrics } = measured;
  const times = timesOf(metrics, lengths, router);
  // Rules go by clocks of their own.
  const clocked = Object.keys(metrics).length > 0;
  let share = 0;
  return steps.flatMap((step, index) => {
    if (step.kind === 'shift') share = step.to;
    if (step.kind !== 'bake') return [];
    const refused =
      unmeasured(measured, 'bake', step.until) ??
      (clocked ? (tooShort(step, times) ?? allWarmup(step, times, steps.slice(0, index))) : undefined) ??
      alone(step, share);
    return refused === undefined ? [] : [{ path: [index, 'bake'], ...refused }];
  });
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
    hint: explainLengths(times),
  };
}

/** The candidate warms up in the first bake, unless another bake or an approval has taken that time. */
function allWarmup({ until, max }: BakeStep, times: Times, before: readonly Step[]): Refused | undefined {
  const { block, warmup, lag } = times;
  if (warmup === 0 || before.some(({ kind }) => WARMING.has(kind))) return undefined;
  // The blocks begin a settle time after the shift, so one more than fits the warm-up belongs to it.
  const shortest = lag + (Math.ceil(warmup / block) + 1 + fewestBlocks(until)) * block;
  if (max >= shortest) return undefined;
  return {
    message: `the bake of ${formatDuration(max)} is over before the candidate has warmed up and been judged`,
    expected: `at least ${formatDuration(shortest)}`,
    hint: `the first ${formatDuration(warmup)} after the first shift are not judged, set by analysis.warmup, and ${explainLengths(times)}`,
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
