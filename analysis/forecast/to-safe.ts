import { ENOUGH_BAD } from '../judged-edges.ts';
import { logMeanExp } from '../log-space.ts';
import { blocksToVerdict, expectedGains } from '../time-to-verdict.ts';
import { expectedPair, secondsAfter, type Moment } from './moment.ts';
import type { Circumstances, ExpectedMetric } from './types.ts';

/** When a metric of a candidate as good as the stable side is expected to be proven safe. */
export interface ToSafe {
  /** Seconds since the weight was set; left out when it never is. */
  seconds?: number;
  /** Candidate requests that the proof costs; left out with the seconds. */
  requests?: number;
  /** Bad rates of the edges that too few requests are expected to pass, so that they are not judged. */
  leftOut: number[];
}

/** The time to a proof at a weight (verdict.md §7); of a latency metric that of the judged edge which takes longest. */
export function toSafe(metric: ExpectedMetric, moment: Moment, around: Circumstances): ToSafe {
  const { candidatePerBlock, blocksBefore } = moment;
  const byDeadline = candidatePerBlock * Math.max(0, around.plannedBlocks - blocksBefore);
  const judged = metric.rates.filter((rate) => metric.edges === undefined || byDeadline * rate >= ENOUGH_BAD);
  const leftOut = metric.rates.filter((rate) => !judged.includes(rate));
  const blocks = judged.map((rate) => proofBlocks(metric, rate, moment, around));
  const longest = blocks.includes(undefined) ? -Infinity : Math.max(...blocks.map((each) => each ?? 0));
  if (longest === -Infinity) return { leftOut };
  return {
    seconds: secondsAfter(longest, moment, around),
    requests: longest * candidatePerBlock,
    leftOut,
  };
}

/**
 * Blocks until the evidence of safety is expected to be enough. Where something is granted as negligible, §7's
 * price of not knowing the alternative is too low, the more so the fewer the errors: the evidence is then followed
 * along the counts expected, which is exact for a service without errors.
 */
function proofBlocks(
  { safeMargin: margin, negligible, burstDivisor }: ExpectedMetric,
  badRate: number,
  moment: Moment,
  { beta: level }: Circumstances,
): number | undefined {
  const { candidatePerBlock, stablePerBlock } = moment;
  const against = { margin, negligible, burstDivisor };
  if (negligible === 0) {
    const stream = { process: 'safe', candidatePerBlock, stablePerBlock, badRate, trueRatio: 1 } as const;
    return blocksToVerdict({ ...stream, ...against, level });
  }
  const gains = expectedGains('safe', expectedPair(moment, badRate, badRate), against);
  if (!(Math.max(...gains) > 0)) return undefined;
  return Math.max(1, whenReached(gains, -Math.log(level)));
}

/** The number of blocks, not rounded, after which the mean of the alternatives is at this ln of evidence. */
function whenReached(gains: readonly number[], needed: number): number {
  const reached = (blocks: number): boolean => logMeanExp(gains.map((gain) => gain * blocks)) >= needed;
  let above = 1;
  while (!reached(above)) above *= 2;
  let below = 0;
  while (above - below > 1e-9 * above) {
    const middle = (below + above) / 2;
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}
