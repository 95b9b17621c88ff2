import { uncoverable, type Uncoverable } from '../ramp/allowed.ts';
import { lateCost } from '../ramp/fault-cost.ts';
import { faultsLeft } from '../ramp/faults.ts';
import { levelOf } from './level-of.ts';
import { faultyRate } from './moment.ts';
import { GRANULARITY, LEAST_RATE, playRamp, type PlayedRamp } from './play-ramp.ts';
import { FAULTS, type Circumstances, type ExpectedMetric, type ExpectedRamp, type Fault } from './types.ts';

/** How a ramp ends whose candidate has a fault from the ramp's first weight on. */
export type RampEnd =
  | {
      /** `done`: the ramp takes it for safe. `undecided`: its time is over. */
      kind: 'stopped' | 'done' | 'undecided';
      seconds: number;
      /** Bad responses of the candidate by then, and those that the fault added. */
      bad: number;
      excess: number;
    }
  /** There is no such fault. */
  | { kind: 'impossible' };

/** What is expected of a ramp. */
export interface RampForecast {
  step: number;
  /** With a candidate as good as the stable side. */
  good: PlayedRamp;
  metrics: { name: string; faults: ({ fault: Fault } & RampEnd)[] }[];
  /** At each weight of the good one: bad responses of a candidate that fails every request from there on, at least. */
  late: { share: number; bad: number }[];
  /** Faults that cost more than the budget at every weight, with their least cost. */
  uncoverable: Uncoverable[];
}

/** Plays a ramp for a good candidate and for each fault. `before`: the candidate's share when it begins. */
export function forecastRamp(
  ramp: ExpectedRamp,
  metrics: readonly ExpectedMetric[],
  before: number,
  around: Circumstances,
): RampForecast {
  const good = playRamp(ramp, metrics, {}, before, around);
  const play = (metric: ExpectedMetric, fault: Fault): RampEnd => {
    const faulty = metric.rates.flatMap((rate) => faultyRate(metric, rate, fault) ?? []);
    if (faulty.length < metric.rates.length) return { kind: 'impossible' };
    const { end, seconds, requests } = playRamp(ramp, metrics, { [metric.name]: faulty }, before, around);
    const added = faulty.map((rate, i) => rate - (metric.rates[i] ?? 0));
    const worst = added.indexOf(Math.max(...added));
    return {
      kind: end,
      seconds,
      bad: requests * (faulty[worst] ?? 0),
      excess: requests * (added[worst] ?? 0),
    };
  };
  const times = {
    perSecond: around.perSecond,
    blockSeconds: around.block,
    undoSeconds: around.undo + around.lag,
  };
  return {
    step: ramp.step,
    good,
    metrics: metrics.map((metric) => ({
      name: metric.name,
      faults: FAULTS.map((fault) => ({ fault, ...play(metric, fault) })),
    })),
    late: good.weights.map(({ share }) => ({ share, bad: lateCost(times, share) })),
    uncoverable: metrics
      .filter(({ required }) => required)
      .flatMap((metric) => uncoverable(faultsOf(metric, around), ramp, GRANULARITY)),
  };
}

/** Nothing but "fails always" is known at first, and then that it is not more than ten times as bad. */
const SHOWN = [
  { bound: null, rateBound: 1 },
  { bound: 10, rateBound: 1 },
];

/** All faults that a ramp pays for, at the edge that shows each at the least cost. */
function faultsOf(metric: ExpectedMetric, around: Circumstances) {
  const { rates, edges: _edges, ...weighed } = metric;
  return rates.flatMap((rate) => {
    const load = {
      perSecond: around.perSecond,
      badRate: Math.max(LEAST_RATE, rate),
      margin: metric.margin,
      burstDivisor: metric.burstDivisor,
      level: levelOf(metric, around),
      blockSeconds: around.block,
      undoSeconds: around.undo + around.lag,
    };
    return SHOWN.flatMap((shown) => faultsLeft(weighed, load, shown));
  });
}
