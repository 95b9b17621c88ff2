import { logFactor, type Null, type Pair } from './block-factor.ts';
import { HARM_GRID } from './harm.ts';
import { SAFE_GRID } from './safe.ts';

/** A steady stream of requests and the question that is asked of it. */
export interface Stream {
  process: 'harm' | 'safe';
  candidatePerBlock: number;
  stablePerBlock: number;
  /** The stable side's bad rate, 0 to 1. */
  badRate: number;
  /** The candidate's bad rate over the stable side's. */
  trueRatio: number;
  /** The harm margin, or the safe margin. */
  margin: number;
  /** Bad rate granted on top of the safe margin; 0 for harm. */
  negligible: number;
  burstDivisor: number;
  /** alpha for harm, beta for safe. */
  level: number;
}

/** ln of the mixture's price: what evidence is lost by not knowing the alternative or its beginning. */
export const MIXTURE_COST = { harm: Math.log(2) + 0.5 * Math.log(14), safe: 0.25 } as const;

/** Expected gain of evidence in a block with these counts, in nats, for each alternative of the process. */
export function expectedGains(process: Stream['process'], expected: Pair, against: Null): number[] {
  const grid = process === 'harm' ? HARM_GRID : SAFE_GRID;
  return grid.map((relative) => logFactor(expected, against, relative));
}

/** Expected gain of evidence in a block at the best alternative, in nats; 0 or less when it never decides. */
function gainPerBlock(stream: Stream): number {
  const { candidatePerBlock, stablePerBlock, badRate, trueRatio, margin, negligible, burstDivisor } = stream;
  const expected = {
    candidate: candidatePerBlock,
    candidateBad: trueRatio * badRate * candidatePerBlock,
    stable: stablePerBlock,
    stableBad: badRate * stablePerBlock,
  };
  return Math.max(...expectedGains(stream.process, expected, { margin, negligible, burstDivisor }));
}

/**
 * Blocks until the evidence is expected to reach 1/level (verdict.md §7), not rounded and at least 1; undefined
 * when it never does. `logE` is the evidence gathered already, 0 at the start.
 */
export function blocksToVerdict(stream: Stream, logE = 0): number | undefined {
  const gain = gainPerBlock(stream);
  if (!(gain > 0)) return undefined;
  return Math.max(1, (-Math.log(stream.level) + MIXTURE_COST[stream.process] - logE) / gain);
}
