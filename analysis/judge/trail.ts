import { mismatch } from '../decision.ts';
import { judgedEdges } from '../judged-edges.ts';
import { limitSafeLogE } from '../limit.ts';
import { metricHarmLogE, metricLimitLogE, metricSafeLogE } from '../metric-evidence.ts';
import type { MetricState } from '../state.ts';
import type { Block, Metric, Settings, VerdictState } from '../types.ts';

/** The evidence after one block, by metric name; everything is a natural logarithm (verdict.md §9). */
export interface TrailRow {
  /** Number of the block, from 0. */
  block: number;
  harmLogE: Record<string, number>;
  /** At the present weight; null while no edge of a latency metric is judged. */
  safeLogE: Record<string, number | null>;
  /** Metrics with a limit; left out where none has one. */
  limitHarmLogE?: Record<string, number>;
  limitSafeLogE?: Record<string, number>;
  /** Only of a block that says which share was asked for. */
  mismatchLogE?: number;
}

/** The row of the block that was folded into `state` last. */
export function trailRow(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  block: Block,
): TrailRow {
  const known = metrics.flatMap((metric) => {
    const its = state.metrics[metric.name];
    return its === undefined ? [] : [{ metric, its }];
  });
  const by = <T>(figure: (metric: Metric, its: MetricState) => T): Record<string, T> =>
    Object.fromEntries(known.map(({ metric, its }) => [metric.name, figure(metric, its)]));
  return {
    block: state.blocks - 1,
    harmLogE: by((_metric, its) => metricHarmLogE(its, state.blocks, settings)),
    safeLogE: by((metric, its) => metricSafeLogE(its, judgedEdges(metric, its, state, settings))),
    ...limits(known),
    ...(block.share === undefined ? {} : { mismatchLogE: mismatch(state, settings).logE }),
  };
}

function limits(
  known: readonly { metric: Metric; its: MetricState }[],
): Pick<TrailRow, 'limitHarmLogE' | 'limitSafeLogE'> {
  const limited = known.flatMap(({ metric, its }) => {
    const harm = metricLimitLogE(metric, its);
    if (harm === undefined || its.limit === undefined || metric.limit === undefined) return [];
    return [{ name: metric.name, harm, safe: limitSafeLogE(its.limit.stage, metric.limit) }];
  });
  if (limited.length === 0) return {};
  return {
    limitHarmLogE: Object.fromEntries(limited.map(({ name, harm }) => [name, harm])),
    limitSafeLogE: Object.fromEntries(limited.map(({ name, safe }) => [name, safe])),
  };
}
