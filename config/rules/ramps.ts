/** Rules about ramps: each must be able to come to its end. Each finding's path is a position in the list. */
import type { Finding } from '../finding.ts';
import type { RampStep, Step } from '../plan.ts';
import type { RouterReading } from '../routers/router-input.ts';
import { formatDuration, formatPercent } from '../units.ts';
import { unmeasured, type MeasuredInput } from './measured.ts';
import { explainLengths, timesOf, WARMING, type Refused, type Times, type WrittenLengths } from './times.ts';

/** Blocks that a ramp holds each share for at least (verdict.md §8). */
const DWELL = 3;

/** Which ramps could not come to their end with these metrics, blocks as long as they may become, and this warm-up. */
export function rampFindings(
  steps: readonly Step[],
  measured: MeasuredInput,
  lengths: WrittenLengths,
  router: RouterReading | undefined,
): Finding[] {
  const times = timesOf(measured.metrics, lengths, router);
  let share = 0;
  return steps.flatMap((step, index) => {
    const before = share;
    if (step.kind === 'shift' || step.kind === 'ramp') share = Math.max(share, step.to);
    if (step.kind !== 'ramp') return [];
    const cold = times.warmup > 0 && !steps.slice(0, index).some(({ kind }) => WARMING.has(kind));
    const refused = unmeasured(measured, 'ramp', 'safe') ?? tooShort(step, times, before, cold);
    return refused === undefined ? [] : [{ path: [index, 'ramp'], ...refused }];
  });
}

/** Each share is held for three blocks, which are read with the sources' delay; the first is held for the warm-up too. */
function tooShort(step: RampStep, times: Times, before: number, cold: boolean): Refused | undefined {
  const { block, lag, warmup } = times;
  const shares = sharesOf(step, before);
  const warm = cold ? (Math.ceil(warmup / block) + 1) * block : 0;
  const shortest = warm + shares * (lag + DWELL * block);
  if (step.max >= shortest) return undefined;
  const first = cold
    ? `the first ${formatDuration(warmup)} after the first shift are not judged, set by analysis.warmup, and `
    : '';
  return {
    message: `the ramp of ${formatDuration(step.max)} is over before it can come to ${formatPercent(step.to)}`,
    expected: `at least ${formatDuration(shortest)}`,
    hint: `it holds at least ${shares} ${shares === 1 ? 'share' : 'shares'} for ${DWELL} blocks each; ${first}${explainLengths(times)}`,
  };
}

/** The fewest shares that come to the last one. */
function sharesOf({ from, to, maxFactor }: RampStep, before: number): number {
  let shares = 1;
  for (let share = Math.max(from, before); share < to; share *= maxFactor) shares += 1;
  return shares;
}
