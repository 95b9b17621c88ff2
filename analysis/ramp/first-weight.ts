import { requiredMetrics } from '../lacking.ts';
import type { Metric, Settings } from '../types.ts';
import { allowedWeight, lateCap, roundDown, type RampSettings } from './allowed.ts';
import { faultsLeft, type RampTimes, type Shown } from './faults.ts';

/** What is known of a metric's stable side before the candidate gets any traffic. */
export interface StablePast {
  /** Requests a second, all of which it had. */
  perSecond: number;
  /** Its bad rate, above 0 and below 1; of a latency metric one for each edge. */
  rates: number[];
}

/** A metric before the first weight. */
export type MetricBefore = Pick<
  Metric,
  'name' | 'weight' | 'margin' | 'safeMargin' | 'negligible' | 'burstDivisor' | 'required' | 'floor'
>;

/** Nothing is excluded before the first request. */
const NOTHING: Shown = { bound: null, rateBound: 1 };

/**
 * The weight that a ramp begins with, a share and a multiple of the granularity: the smaller of `from` and what its
 * budget and `lateBudget` allow by the traffic of the stable side; `from` where no traffic is known. At least the
 * granularity.
 */
export function firstWeight(
  metrics: readonly MetricBefore[],
  past: Readonly<Record<string, StablePast>>,
  { alpha, granularity }: Pick<Settings, 'alpha' | 'granularity'>,
  ramp: RampSettings,
  times: RampTimes,
): number {
  const known = requiredMetrics(metrics).flatMap((metric) => {
    const seen = past[metric.name];
    return seen === undefined || !(seen.perSecond > 0) ? [] : [{ metric, ...seen }];
  });
  const faults = known.flatMap(({ metric, perSecond, rates }) =>
    rates.flatMap((badRate) => {
      const { margin, burstDivisor, weight } = metric;
      const level = (alpha * weight) / rates.length;
      return faultsLeft(metric, { perSecond, badRate, margin, burstDivisor, level, ...times }, NOTHING);
    }),
  );
  const busiest = Math.max(0, ...known.map(({ perSecond }) => perSecond));
  const cap = ramp.lateBudget === undefined ? 1 : lateCap(busiest, ramp.lateBudget, times, granularity);
  const allowed = allowedWeight(faults, { ...ramp, to: ramp.from }, granularity);
  return Math.max(granularity, roundDown(Math.min(ramp.from, allowed, cap), granularity));
}
