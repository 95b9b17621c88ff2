import { calibrate, type Calibration } from '../analysis/calibration.ts';
import type { Past } from '../activities/calibrate/past.ts';
import type { MetricConfig } from '../config/plan.ts';
import { sumsOf } from './block-intervals.ts';

/** How each metric is weighed by what is known of its stable side, for blocks of so many base intervals. Pure. */
export function calibrationsOf(
  metrics: readonly MetricConfig[],
  known: Past,
  blockIntervals: number,
): Record<string, Calibration> {
  return Object.fromEntries(
    metrics.map(({ name, burstDivisor }) => {
      const past = known[name];
      const terms = {
        blockIntervals,
        live: past?.by !== 'history',
        ...(burstDivisor === undefined ? {} : { given: burstDivisor }),
        ...(past?.halving === undefined ? { by: 'pairs' as const } : {}),
      };
      return [name, calibrate(sumsOf(past), terms)];
    }),
  );
}
