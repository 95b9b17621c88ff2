import type { Circumstances, ExpectedMetric, Fault } from './types.ts';
import type { Pair } from '../block-factor.ts';

/** Where in the release evidence begins to be gathered, and how much of it a block holds. */
export interface Moment {
  /** The candidate's share. */
  share: number;
  candidatePerBlock: number;
  stablePerBlock: number;
  /** Blocks of the release before it. */
  blocksBefore: number;
  /** Warm-up blocks at its beginning, which move no evidence. */
  warmupBlocks: number;
}

/** The moment at which a weight is set. `first`: the candidate has had no traffic before. */
export function momentOf(share: number, blocksBefore: number, first: boolean, around: Circumstances): Moment {
  const perBlock = around.perSecond * around.block;
  return {
    share,
    candidatePerBlock: share * perBlock,
    stablePerBlock: (1 - share) * perBlock,
    blocksBefore,
    // A block is of the warm-up when it begins in it, and the first begins a settle time after the traffic.
    warmupBlocks: first ? Math.max(0, Math.ceil((around.warmup - around.settle) / around.block)) : 0,
  };
}

/** Seconds from the setting of the weight until so many blocks with evidence, rounded up, have ended and can be read. */
export function secondsAfter(blocks: number, { warmupBlocks }: Moment, around: Circumstances): number {
  return around.settle + (warmupBlocks + Math.ceil(blocks)) * around.block + around.lag;
}

/** Counts of a block in which the candidate's bad rate is as given, 0 to 1. */
export function expectedPair(moment: Moment, stableRate: number, candidateRate: number): Pair {
  const { candidatePerBlock: candidate, stablePerBlock: stable } = moment;
  return { candidate, candidateBad: candidate * candidateRate, stable, stableBad: stable * stableRate };
}

/** The candidate's bad rate with this fault; undefined where the fault cannot be: above 1, or many times nothing. */
export function faultyRate(metric: ExpectedMetric, rate: number, fault: Fault): number | undefined {
  if (fault === 'all') return 1;
  if (rate === 0) return undefined;
  const faulty = rate * fault;
  // Requests that were slow anyway cannot become slow: an edge that many pass has nothing left to show.
  if (metric.edges !== undefined) return Math.min(1, faulty);
  return faulty <= 1 ? faulty : undefined;
}
