import { HARM_GRID } from '../harm.ts';
import { OUTAGE_RATE } from '../metric-evidence.ts';
import { expectedGains, MIXTURE_COST } from '../time-to-verdict.ts';
import { levelOf } from './level-of.ts';
import { expectedPair, faultyRate, secondsAfter, type Moment } from './moment.ts';
import type { Circumstances, ExpectedMetric, Fault } from './types.ts';

/** When a candidate with a fault is expected to be stopped, and what it has cost by then. */
export type ToStop =
  | {
      kind: 'stops';
      /** Seconds since the weight was set. */
      seconds: number;
      /** Bad responses of the candidate until it gets no traffic any more, and those that the fault added. */
      bad: number;
      excess: number;
    }
  /** It is not judged worse: not above the margin, or never above the floor. */
  | { kind: 'never'; because: 'margin' | 'floor' }
  /** There is no such fault: many times nothing, or above every request. */
  | { kind: 'impossible' };

/** ln of what is lost by not knowing the alternative, as §7 of verdict.md takes it. */
const GRID_COST = 0.5 * Math.log(HARM_GRID.length);

/**
 * The time to a stop at a weight for a fault that is there since the weight was set, from the evidence gathered at
 * this weight alone (verdict.md §7). After the first weight the fault begins late: of the mass that is spread
 * evenly over the planned blocks only what starts since then speaks for it.
 */
export function toStop(metric: ExpectedMetric, fault: Fault, moment: Moment, around: Circumstances): ToStop {
  const found = metric.rates.map((rate) => edgeToStop(metric, rate, fault, moment, around));
  const stops = found.filter((each) => each.kind === 'stops');
  const [first, ...others] = stops;
  if (first !== undefined)
    return others.reduce((least, each) => (each.seconds < least.seconds ? each : least), first);
  return found.find(({ kind }) => kind === 'never') ?? { kind: 'impossible' };
}

function edgeToStop(
  metric: ExpectedMetric,
  rate: number,
  fault: Fault,
  moment: Moment,
  around: Circumstances,
): ToStop {
  const faulty = faultyRate(metric, rate, fault);
  if (faulty === undefined) return { kind: 'impossible' };
  if (faulty <= metric.floor) return { kind: 'never', because: 'floor' };
  const blocks = harmBlocks(metric, rate, faulty, moment, around);
  const seconds = Math.min(
    blocks === undefined ? Infinity : secondsAfter(blocks, moment, around),
    outageSeconds(metric, faulty, moment, around),
  );
  if (seconds === Infinity) return { kind: 'never', because: 'margin' };
  const served = around.perSecond * moment.share * (seconds + around.undo);
  return { kind: 'stops', seconds, bad: served * faulty, excess: served * (faulty - rate) };
}

function harmBlocks(
  metric: ExpectedMetric,
  rate: number,
  faulty: number,
  moment: Moment,
  around: Circumstances,
): number | undefined {
  const { margin, burstDivisor } = metric;
  const against = { margin, negligible: 0, burstDivisor };
  const gain = Math.max(...expectedGains('harm', expectedPair(moment, rate, faulty), against));
  if (!(gain > 0)) return undefined;
  const late = moment.blocksBefore === 0 ? 0 : lateCost(gain, around.plannedBlocks);
  return Math.max(1, (MIXTURE_COST.harm + late - Math.log(levelOf(metric, around))) / gain);
}

/**
 * What a fault that begins late costs more, in nats: a K-th of the spread mass starts in each block, and what has
 * started since the fault began sums up to 1 / (1 - e^-gain) of these parts.
 */
function lateCost(gain: number, plannedBlocks: number): number {
  return Math.log(Math.max(1, plannedBlocks * -Math.expm1(-gain)));
}

/** Seconds until the test for total outage stops it, which runs while it warms up; infinite where it does not. */
function outageSeconds(
  metric: ExpectedMetric,
  faulty: number,
  moment: Moment,
  around: Circumstances,
): number {
  const { candidatePerBlock, warmupBlocks } = moment;
  if (metric.edges !== undefined || warmupBlocks === 0) return Infinity;
  const gains = HARM_GRID.map((ratio) => faulty * Math.log(ratio) - OUTAGE_RATE * (ratio - 1));
  const gain = (candidatePerBlock * Math.max(...gains)) / metric.burstDivisor;
  const blocks = gain > 0 ? Math.max(1, (GRID_COST - Math.log(around.alpha)) / gain) : Infinity;
  return blocks > warmupBlocks ? Infinity : secondsAfter(blocks - warmupBlocks, moment, around);
}
