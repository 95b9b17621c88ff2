import { harmLogE } from './harm.ts';
import { limitHarmLogE } from './limit.ts';
import { logMeanExp } from './log-space.ts';
import { safeLogE } from './safe.ts';
import type { MetricState } from './state.ts';
import { asWeighed } from './weighed.ts';
import type { Metric, Settings } from './types.ts';

/**
 * The bad rate of the total-outage test: a candidate that fails more than half of its requests while it warms up
 * is no slow start. "Counts for total outage" in verdict.md §1 is read as a limit process with this rate, over the
 * warm-up blocks of each error metric's candidate side; it fails a release at evidence of 1/alpha by itself.
 */
export const OUTAGE_RATE = 0.5;

/** ln E_harm of a metric after `blocks` blocks: the mean over its edges (verdict.md §3). */
export function metricHarmLogE(state: MetricState, blocks: number, settings: Settings): number {
  return logMeanExp(state.edges.map(({ harm }) => harmLogE(harm, blocks, settings.plannedBlocks)));
}

/** Index of the edge with the largest E_harm; 0 for a metric without edges. */
export function worstEdge(state: MetricState, blocks: number, settings: Settings): number {
  const logs = state.edges.map(({ harm }) => harmLogE(harm, blocks, settings.plannedBlocks));
  return logs.indexOf(Math.max(...logs));
}

/** ln E_safe of a metric at the present weight: the minimum over the judged edges; null when there are none. */
export function metricSafeLogE(state: MetricState, judged: readonly number[]): number | null {
  if (judged.length === 0) return null;
  return Math.min(...judged.map((edge) => safeLogE(state.edges[edge]?.safe ?? [0])));
}

/** ln of the evidence that the candidate is above the metric's limit; undefined without a limit. */
export function metricLimitLogE(metric: Metric, state: MetricState): number | undefined {
  const { limit } = asWeighed(metric, state);
  return limit === undefined || state.limit === undefined ? undefined : limitHarmLogE(state.limit.all, limit);
}

/** ln of the evidence that the candidate failed totally in warm-up; undefined for a latency metric. */
export function outageLogE(state: MetricState): number | undefined {
  return state.outage === undefined ? undefined : limitHarmLogE(state.outage, OUTAGE_RATE);
}
