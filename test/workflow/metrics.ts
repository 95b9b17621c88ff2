import { addInterval, beginSums } from '../../analysis/calibration/stable-sums.ts';
import type { MetricPast } from '../../activities/calibrate/past.ts';
import type { AnalysisConfig, MetricConfig } from '../../config/plan.ts';
import { analysisConfig } from '../rigs/analysis-config.ts';
import { errorMetric } from './plans.ts';

/** A metric whose source has history. */
export const kept: MetricConfig = {
  ...errorMetric,
  source: {
    kind: 'cloudwatch',
    namespace: 'Shop',
    series: 'Orders',
    parts: { kind: 'outcome', outcome: 'bad', metrics: ['Lost'] },
    labels: { blue: {}, green: {} },
    period: 10_000,
    delay: 0,
  },
};

/** Chosen blocks of 10 s and more. */
export const analysis: AnalysisConfig = analysisConfig(30_000, {
  blockGiven: false,
  interval: 10_000,
  shortestBlock: 10_000,
});

/** Six hours in which bad requests come in bursts of 6 that last for 30 s. */
export function bursty(): MetricPast {
  let sums = beginSums(1);
  for (let k = 0; k < 2160; k += 1) {
    const bad = (Math.floor(k / 3) * 7919) % 101 < 10 ? 2 : 0;
    sums = addInterval(sums, { total: 1000, bad: [bad] });
  }
  return { by: 'history', sums, seen: 21_600_000, requests: 2_160_000, p99: 250 };
}
