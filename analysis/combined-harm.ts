import { logSumExp } from './log-space.ts';
import { metricHarmLogE, worstEdge } from './metric-evidence.ts';
import { FLOOR_BLOCKS } from './metric-state.ts';
import type { MetricState } from './state.ts';
import { addCounts, badCounts, badRate, emptyTally } from './tally.ts';
import type { Metric, Settings, VerdictState } from './types.ts';

/** Below this combined E_harm a weight may be raised and a bake may pass (verdict.md §4 and §5). */
const TURNED = 10;

/** The metrics' evidence of harm together. */
export interface CombinedHarm {
  /** ln of the weighted sum; null while no metric's bad rate is above its floor, so that nothing is summed. */
  logE: number | null;
  /** The metric with the largest part of the sum. */
  blame?: string;
}

/** The sum of v E_harm over the metrics whose candidate is above its floor (verdict.md §5). */
export function combinedHarm(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): CombinedHarm {
  const parts = metrics.flatMap((metric) => {
    const known = state.metrics[metric.name];
    if (known === undefined || !aboveFloor(metric, known, state.blocks, settings)) return [];
    return [
      { name: metric.name, log: Math.log(metric.weight) + metricHarmLogE(known, state.blocks, settings) },
    ];
  });
  return largest(parts);
}

/** Sums parts kept as logs and names the largest. */
export function largest(parts: readonly { name: string; log: number }[]): CombinedHarm {
  const logE = logSumExp(parts.map(({ log }) => log));
  if (logE === -Infinity) return { logE: null };
  const blame = parts.reduce((most, part) => (part.log > most.log ? part : most));
  return { logE, blame: blame.name };
}

/**
 * Whether the candidate's bad rate is above the metric's floor over the blocks of the present weight, or over the
 * last six with requests if those are more. Blocks without requests do not push older ones out: a metric that
 * goes absent keeps its evidence.
 */
export function aboveFloor(metric: Metric, state: MetricState, blocks: number, settings: Settings): boolean {
  const window =
    state.stageBlocks >= FLOOR_BLOCKS
      ? state.stage.candidate
      : state.recent.reduce(addCounts, emptyTally(badCounts(metric)).candidate);
  return (badRate(window, worstEdge(state, blocks, settings)) ?? 0) > metric.floor;
}

/** The evidence has turned against the candidate: bounds are withdrawn, nothing passes, no weight is raised. */
export function hasTurned(state: VerdictState, metrics: readonly Metric[], settings: Settings): boolean {
  const { logE } = combinedHarm(state, metrics, settings);
  return logE !== null && logE >= Math.log(TURNED);
}

/** Whether a weight may be raised as far as the evidence is concerned: combined E_harm is below 10. */
export function raiseAllowed(state: VerdictState, metrics: readonly Metric[], settings: Settings): boolean {
  return !hasTurned(state, metrics, settings);
}
