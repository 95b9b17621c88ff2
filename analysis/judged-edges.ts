import type { MetricState } from './state.ts';
import type { Metric, Settings, VerdictState } from './types.ts';

/** Expected bad stable-equivalents among the candidate's requests that an edge needs to be judged. */
export const ENOUGH_BAD = 10;

/**
 * Indexes of a metric's bad counts that the safe process judges: the only one of an error metric, else the edges
 * that can expect at least 10 bad stable-equivalents among the candidate's requests at the present weight by the
 * deadline (verdict.md §4). The stable rate is taken as (X + 1/2)/(N + 1), so that an edge is not left out
 * before the stable side had time to show that it is rarely passed. None before the candidate's first request.
 */
export function judgedEdges(
  metric: Metric,
  state: MetricState,
  release: Pick<VerdictState, 'blocks' | 'stage'>,
  settings: Settings,
): number[] {
  if (metric.edges === undefined) return [0];
  const { candidate } = state.stage;
  const { stable } = state.overall;
  const blocks = release.stage?.blocks ?? 0;
  if (blocks === 0) return [];
  const left = Math.max(0, settings.plannedBlocks - release.blocks);
  const byDeadline = candidate.total * (1 + left / blocks);
  return metric.edges.flatMap((_, edge) => {
    const rate = ((stable.bad[edge] ?? 0) + 0.5) / (stable.total + 1);
    return byDeadline * rate >= ENOUGH_BAD ? [edge] : [];
  });
}
