import { faultCost, lateCost } from './fault-cost.ts';
import type { Fault, RampTimes } from './faults.ts';

/** What a ramp was asked for. Weights are shares of the traffic, 0 to 1. */
export interface RampSettings {
  /** Bad responses in excess that are expected at most before a stop. */
  budget: number;
  from: number;
  to: number;
  /** No raise multiplies the weight by more; at least 2. */
  maxFactor: number;
  /** The same as `budget` for a total failure that begins late; left out: no weight is capped by it. */
  lateBudget?: number;
}

/** A fault whose cost is above the budget at every weight, with its least cost; Infinity when it is never stopped. */
export interface Uncoverable extends Omit<Fault, 'load'> {
  cost: number;
}

/** A cost that no weight avoids is let rise so far: a weight that saves the last of it would never end. */
const OVER_LEAST = 1.25;
/** Weights at which costs are compared, spread evenly by their ratios; between two of them the search is exact. */
const WEIGHTS = 60;
const TINY = 1e-9;

/** The largest multiple of the granularity that is not above `share`. */
export function roundDown(share: number, granularity: number): number {
  return Math.floor(share / granularity + TINY) * granularity;
}

/**
 * The largest weight up to `to`, a multiple of the granularity, at which each fault costs at most the budget, or at
 * most 1.25 times its least cost at any weight where that is more (verdict.md §8). At least the granularity.
 */
export function allowedWeight(
  faults: readonly Fault[],
  { budget, to }: Pick<RampSettings, 'budget' | 'to'>,
  granularity: number,
): number {
  const weights = spread(to, granularity);
  const priced = faults.map((fault) => ({
    fault,
    most: Math.max(budget, OVER_LEAST * leastCost(fault, weights, granularity)),
  }));
  const fits = (units: number): boolean =>
    priced.every(({ fault, most }) => costAt(fault, units * granularity) <= most);
  const best = weights.findLastIndex(fits);
  // Each fault by itself has such a weight; two of them may not share one.
  let low = weights[Math.max(0, best)] ?? 1;
  let high = weights[best + 1] ?? low + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low * granularity;
}

/** The faults that cost more than the budget at every weight up to `to`. */
export function uncoverable(
  faults: readonly Fault[],
  { budget, to }: Pick<RampSettings, 'budget' | 'to'>,
  granularity: number,
): Uncoverable[] {
  const weights = spread(to, granularity);
  return faults.flatMap(({ load, ...fault }) => {
    const cost = leastCost({ ...fault, load }, weights, granularity);
    return cost > budget ? [{ ...fault, cost }] : [];
  });
}

/** The largest weight at which a total failure that begins late costs at most `lateBudget`; at least the granularity. */
export function lateCap(
  perSecond: number,
  lateBudget: number,
  times: RampTimes,
  granularity: number,
): number {
  const whole = lateCost({ ...times, perSecond }, 1);
  const share = whole > 0 ? Math.min(1, lateBudget / whole) : 1;
  return Math.max(granularity, roundDown(share, granularity));
}

function costAt({ load, ratio }: Fault, share: number): number {
  return faultCost(load, ratio, share);
}

function leastCost(fault: Fault, weights: readonly number[], granularity: number): number {
  return Math.min(...weights.map((units) => costAt(fault, units * granularity)));
}

/** Weights in units of the granularity, ascending: the first, the last, and some in between. */
function spread(to: number, granularity: number): number[] {
  const last = Math.max(1, Math.floor(to / granularity + TINY));
  const units = Array.from({ length: WEIGHTS }, (_, i) => Math.round(last ** (i / (WEIGHTS - 1))));
  return [...new Set(units)];
}
