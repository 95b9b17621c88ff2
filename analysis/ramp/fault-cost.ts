import { blocksToVerdict } from '../time-to-verdict.ts';

/** What is known of one bad count of a metric when a weight is chosen by what a fault would cost there. */
export interface Load {
  /** Requests a second of both sides together. */
  perSecond: number;
  /** The stable side's bad rate, above 0 and below 1. */
  badRate: number;
  /** The candidate is worse when its bad rate is above this many times the stable side's. */
  margin: number;
  burstDivisor: number;
  /** E_harm stops the release at 1 over this: alpha times the metric's share of it. */
  level: number;
  blockSeconds: number;
  /** From a fail to an observed split of 0. */
  undoSeconds: number;
}

/** A fault that hits this share of the requests is seen by two blocks, since one alone may be half a block of it. */
const NEARLY_ALL = 0.5;

/**
 * Expected seconds until a candidate that is `ratio` times as bad is stopped at a share of the traffic, 0 to 1
 * (verdict.md §7): at least one block, two where at least half of its requests fail; Infinity when it never is.
 */
export function secondsToStop(load: Load, ratio: number, share: number): number {
  const { perSecond, badRate, margin, burstDivisor, level, blockSeconds } = load;
  const perBlock = perSecond * blockSeconds;
  const blocks = blocksToVerdict({
    process: 'harm',
    candidatePerBlock: perBlock * share,
    stablePerBlock: perBlock * (1 - share),
    badRate,
    trueRatio: ratio,
    margin,
    negligible: 0,
    burstDivisor,
    level,
  });
  if (blocks === undefined) return Infinity;
  return Math.max(blocks, ratio * badRate >= NEARLY_ALL ? 2 : 1) * blockSeconds;
}

/**
 * Bad responses in excess that a candidate `ratio` times as bad is expected to serve at a share of the traffic
 * before it has none any more (verdict.md §8); Infinity when it is never stopped.
 */
export function faultCost(load: Load, ratio: number, share: number): number {
  const excess = load.perSecond * share * load.badRate * (ratio - 1);
  return excess * (secondsToStop(load, ratio, share) + load.undoSeconds);
}

/**
 * The same for a total failure that begins late or only at this share: it lasts for one block and the undo at the
 * least, whatever went before.
 */
export function lateCost(
  { perSecond, blockSeconds, undoSeconds }: Pick<Load, 'perSecond' | 'blockSeconds' | 'undoSeconds'>,
  share: number,
): number {
  return perSecond * share * (blockSeconds + undoSeconds);
}
