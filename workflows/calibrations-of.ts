import { calibrate, type Calibration } from '../analysis/calibration.ts';
import { instanceSpread } from '../analysis/instance-spread.ts';
import type { MetricPast, Past } from '../activities/calibrate/past.ts';
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
      return [name, withSpread(calibrate(sumsOf(past), terms), past)];
    }),
  );
}

/** Adds how much the stable instances differ among themselves, where that is known. */
function withSpread(calibration: Calibration, past: MetricPast | undefined): Calibration {
  const instances = past?.halving === undefined ? undefined : past.instances;
  const spread = instances && instanceSpread(Object.values(instances), calibration.burstDivisor);
  return spread === undefined ? calibration : { ...calibration, spread };
}
