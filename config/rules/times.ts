/** How long watching takes at the least before it can answer. */
import type { BlockLengths } from '../block-length.ts';
import type { Finding } from '../finding.ts';
import type { AnalysisConfig, Milliseconds, Step } from '../plan.ts';
import { readingOf } from '../resolve-metrics.ts';
import type { RouterReading } from '../routers/router-input.ts';
import type { MetricInput } from '../schema/metric.ts';
import { formatDuration } from '../units.ts';

/** Steps that last long enough for the candidate to have warmed up. */
export const WARMING: ReadonlySet<Step['kind']> = new Set(['bake', 'ramp', 'approve']);

/** Lengths as they are written, or as they may become. */
export type WrittenLengths = Pick<BlockLengths, 'longestBlock' | 'blockGiven'> &
  Pick<AnalysisConfig, 'warmup'>;

/** What the shortest time that can answer is made of. */
export interface Times extends Pick<AnalysisConfig, 'block' | 'warmup'> {
  /** The block's length was given; else it is the longest that the release may choose. */
  given: boolean;
  /** How late what was counted can be read, and the metric that is the reason. */
  lag: Milliseconds;
  late: string;
}

/** What is wrong with a step, wherever it stands. */
export type Refused = Pick<Finding, 'message' | 'expected' | 'hint'>;

/** The times of these metrics, with blocks as long as they may become. */
export function timesOf(
  metrics: Record<string, MetricInput>,
  { longestBlock, blockGiven, warmup }: WrittenLengths,
  router: RouterReading | undefined,
): Times {
  return { block: longestBlock, given: blockGiven, warmup, ...slowest(metrics, router) };
}

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

/** How long a block is and how late it can be read, for a hint. */
export function explainLengths({ block, given, lag, late }: Times): string {
  const length = given
    ? `a block is ${formatDuration(block)} long, set by analysis.block`
    : `a block is up to ${formatDuration(block)} long, as bad requests are measured to burst, unless analysis.block gives its length`;
  return lag === 0 ? length : `${length}, and what ${late} counts can be read ${formatDuration(lag)} later`;
}
