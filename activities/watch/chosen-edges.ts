import type { MetricConfig, Slot } from '../../config/plan.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { seriesKey } from '../../providers/series-key.ts';
import type { WatchState } from '../types.ts';
import { chooseEdges } from './edges.ts';
import { withChosenEdges } from './metrics.ts';
import type { Moment } from './moment.ts';
import type { RawReading } from './read-metrics.ts';
import { judgedBy, type Watched } from './watched.ts';

/** The histograms whose edges are yet to be chosen from what is counted. */
export function withoutEdges({ metrics }: Pick<Watched, 'metrics'>, { edges }: WatchState): MetricConfig[] {
  return metrics.filter(
    ({ name, bad }) => bad.kind === 'slower' && bad.edges === 'all' && edges[name] === undefined,
  );
}

/** Chooses the edges of histograms that have none yet, from what the stable side has counted. Pure. */
export function withEdges(watched: Watched, state: WatchState, moment: Moment): WatchState {
  let next = state;
  for (const metric of watched.metrics) {
    if (metric.bad.kind !== 'slower' || next.edges[metric.name] !== undefined) continue;
    const edges =
      metric.bad.edges === 'all' ? fromCounts(watched, next, moment, metric.name) : metric.bad.edges;
    if (edges === undefined) continue;
    next = { ...next, edges: { ...next.edges, [metric.name]: edges } };
    const { metrics, settings } = judgedBy(watched, next);
    const judged = metrics.find(({ name }) => name === metric.name);
    if (judged !== undefined) next = { ...next, verdict: withChosenEdges(next.verdict, judged, settings) };
  }
  return next;
}

/** Without a stable side the candidate's own counts choose, so that a limit can be judged. */
function fromCounts(
  { candidate, stable, analysis }: Watched,
  { verdict }: WatchState,
  { raw, before }: Moment,
  metric: string,
): number[] | undefined {
  const reading = raw.get(metric);
  if (reading === undefined || 'refused' in reading) return undefined;
  const { at, processStartedAt, series } = reading;
  const side: Slot = stable ?? candidate;
  const counted = series[side] ?? [];
  const earlier = before?.raw.get(metric);
  const grown = earlier === undefined ? undefined : grownSince(earlier, side, counted);
  return chooseEdges({
    stable: grown ?? counted,
    candidate: series[candidate] ?? [],
    counted: grown === undefined ? known(at, processStartedAt) : before?.length,
    left: Math.max(1, analysis.plannedBlocks - verdict.blocks) * analysis.block,
  });
}

function known(at: number, processStartedAt: number | undefined): number | undefined {
  return processStartedAt === undefined ? undefined : at - processStartedAt;
}

/** What each series has counted since; undefined where nothing was counted at that time yet. Pure. */
export function grownSince(earlier: RawReading, side: Slot, series: readonly Series[]): Series[] | undefined {
  if ('refused' in earlier) return undefined;
  const values = new Map(
    (earlier.series[side] ?? []).map(({ labels, samples }) => [seriesKey(labels), samples.at(-1)?.value]),
  );
  if (values.size === 0) return undefined;
  return series.map(({ labels, samples }) => {
    const { at = 0, value = 0 } = samples.at(-1) ?? {};
    const before = values.get(seriesKey(labels)) ?? 0;
    return { labels, samples: [{ at, value: value < before ? value : value - before }] };
  });
}
