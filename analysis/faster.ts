import { advanceHarm, beginHarm, harmLogE, type HarmState } from './harm.ts';
import type { MetricState } from './state.ts';
import { pairAt } from './pair-at.ts';
import type { Metric, Settings, SideCounts, VerdictState } from './types.ts';

/**
 * Direction (verdict.md §5): a candidate that is much faster than the stable side usually returns early. The harm
 * process judges the share of requests that are *faster* than a latency metric's lowest edge.
 */
export function beginFaster(metric: Metric, settings: Settings): { faster?: HarmState } {
  return metric.edges === undefined ? {} : { faster: beginHarm(settings.plannedBlocks) };
}

/** Folds one block in; `sides` is empty where the block moves no evidence. */
export function advanceFaster(
  metric: Metric,
  { faster }: MetricState,
  sides: SideCounts,
  { block, settings: { plannedBlocks } }: { block: number; settings: Settings },
): { faster?: HarmState } {
  if (faster === undefined) return {};
  const slower = pairAt(sides, 0);
  const pair = slower && {
    ...slower,
    candidateBad: slower.candidate - slower.candidateBad,
    stableBad: slower.stable - slower.stableBad,
  };
  const against = { margin: metric.margin, negligible: 0, burstDivisor: metric.burstDivisor };
  return { faster: advanceHarm(faster, pair, against, block, plannedBlocks) };
}

/** ln of the evidence that more requests are fast than the margin explains; undefined for an error metric. */
export function fasterLogE({ faster }: MetricState, blocks: number, settings: Settings): number | undefined {
  return faster === undefined ? undefined : harmLogE(faster, blocks, settings.plannedBlocks);
}

/**
 * The latency metric with the most evidence of being faster, where it is at least 1/alpha. Each metric is judged by
 * itself, and the outcome is a question to a person, never a fail.
 */
export function foundFaster(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): { metric: Metric; logE: number } | undefined {
  let most: { metric: Metric; logE: number } | undefined;
  for (const metric of metrics) {
    const known = state.metrics[metric.name];
    const logE = known && fasterLogE(known, state.blocks, settings);
    if (logE === undefined || logE < -Math.log(settings.alpha)) continue;
    if (most === undefined || logE > most.logE) most = { metric, logE };
  }
  return most;
}
