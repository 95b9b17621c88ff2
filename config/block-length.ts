/** How long blocks of evidence are: as given, or by what a release measures of its errors. */
import { mostBlocks } from './most-blocks.ts';
import type { AnalysisConfig, Milliseconds, Step } from './plan.ts';
import { plannedBlocks } from './planned-blocks.ts';
import { readingOf } from './resolve-metrics.ts';
import type { RouterReading } from './routers/router-input.ts';
import type { EnvironmentInput } from './schema/environment.ts';

/** Base intervals that a block may be made of (verdict.md §6). */
const BLOCK_INTERVALS = [1, 2, 3, 6, 12] as const;
/** Those of a block that is assumed, and of the longest that a release may choose. */
const ASSUMED = 3;
const LONGEST = 12;

/** The base interval, unless a source is read more seldom. */
const INTERVAL: Milliseconds = 10_000;
/** A source's shortest block holds two of its samples. */
const SAMPLES = 2;

/** The lengths in a plan, and the longest block that the release may choose. */
export interface BlockLengths extends Pick<
  AnalysisConfig,
  'block' | 'blockGiven' | 'interval' | 'shortestBlock'
> {
  longestBlock: Milliseconds;
}

/**
 * The lengths for what is written. A given block is divided into base intervals as short as the default and the
 * sources allow; without one a block is 3 base intervals until the release has measured, and 12 at most then.
 */
export function blockLengths(
  { metrics, router, analysis }: Pick<EnvironmentInput, 'metrics' | 'analysis'> & { router?: RouterReading },
  steps: readonly Step[],
): BlockLengths {
  const sampled = slowestSource(metrics, router);
  if (analysis.block !== undefined) {
    const { block } = analysis;
    const least = Math.max(INTERVAL, sampled);
    const parts = BLOCK_INTERVALS.findLast((each) => block / each >= least) ?? 1;
    return {
      block,
      blockGiven: true,
      interval: block / parts,
      shortestBlock: block,
      longestBlock: block,
    };
  }
  const interval = analysis.interval ?? Math.max(INTERVAL, sampled);
  const kept = longestWatch(steps, interval) / mostBlocks(Object.keys(metrics).length);
  return {
    block: ASSUMED * interval,
    blockGiven: false,
    interval,
    shortestBlock: Math.ceil(Math.max(interval, SAMPLES * sampled, kept)),
    longestBlock: LONGEST * interval,
  };
}

/** How seldom the slowest source is read. */
export function slowestSource(
  metrics: EnvironmentInput['metrics'],
  router: RouterReading | undefined,
): Milliseconds {
  const all = Object.values(metrics).map((metric) => readingOf(metric, router)?.shortestBlock ?? 0);
  return Math.max(0, ...all) / SAMPLES;
}

/** How long the watch may last at most, all that is kept of it in one history. */
export function longestWatch(steps: readonly Step[], block: Milliseconds): Milliseconds {
  const kept = steps.reduce((sum, step) => sum + (step.kind === 'keep' ? step.for : 0), 0);
  return plannedBlocks(steps, block) * block + kept;
}
