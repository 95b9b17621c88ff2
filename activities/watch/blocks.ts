import { advance } from '../../analysis/verdict.ts';
import type { Block, Metric, Problem, Settings } from '../../analysis/types.ts';
import type { MetricConfig } from '../../config/plan.ts';
import type { WatchRequest, WatchState } from '../types.ts';
import { countBetween, withNewSeries } from './count.ts';
import { chooseEdges } from './edges.ts';
import { metricsOf, settingsOf, withChosenEdges } from './metrics.ts';
import type { RawReading } from './read-metrics.ts';
import { sortReading, type Sorted } from './readings.ts';

/** All metrics, read at one moment. */
export interface Moment {
  /** Milliseconds since the epoch. */
  at: number;
  raw: Map<string, RawReading>;
}

type Watched = Pick<
  WatchRequest,
  'metrics' | 'analysis' | 'candidate' | 'stable' | 'stage' | 'weight' | 'mode' | 'trafficSince'
>;

/** The verdict's view of what is watched. */
export function judgedBy(
  { metrics, analysis }: Watched,
  state: WatchState,
): { metrics: Metric[]; settings: Settings } {
  return { metrics: metricsOf(metrics, state.edges), settings: settingsOf(analysis, state.granularity) };
}

/** Begins a block at this moment: everything counts from here. Pure. */
export function openBlock(watched: Watched, state: WatchState, moment: Moment): WatchState {
  const chosen = withEdges(watched, state, moment);
  const last: WatchState['last'] = {};
  for (const [metric, sorted] of sort(watched, chosen, moment)) {
    if ('reading' in sorted) last[metric.name] = sorted.reading;
  }
  return { ...chosen, openSince: moment.at, last };
}

/** Within a block: series that are new count from here, and so does a metric that could not be read before. Pure. */
export function lookWithin(watched: Watched, state: WatchState, moment: Moment): WatchState {
  const last = { ...state.last };
  for (const [metric, sorted] of sort(watched, state, moment)) {
    if (!('reading' in sorted)) continue;
    const before = last[metric.name];
    last[metric.name] = before === undefined ? sorted.reading : withNewSeries(before, sorted.reading);
  }
  return { ...state, last };
}

/** Ends the open block at this moment, folds it into the verdict and begins the next. Pure. */
export function closeBlock(
  watched: Watched,
  state: WatchState,
  moment: Moment,
  partial: boolean,
): { state: WatchState; block: Block } {
  const { candidate, stable, stage, weight, trafficSince, analysis } = watched;
  const start = state.openSince ?? moment.at;
  const gap = moment.at - start > 2 * analysis.block;
  const counts: Block['counts'] = {};
  const problems: Problem[] = [];
  for (const [metric, sorted] of sort(watched, state, moment)) {
    const before = state.last[metric.name];
    if ('problem' in sorted) {
      problems.push(sorted.problem);
    } else if (before === undefined) {
      const message = 'it could not be read when the block began';
      problems.push({ metric: metric.name, kind: 'error', message });
    } else {
      const counted = countBetween(metric, { candidate, stable }, before, sorted.reading, gap);
      counts[metric.name] = counted.counts;
      problems.push(...counted.problems);
    }
  }
  const block: Block = {
    start,
    seconds: (moment.at - start) / 1000,
    stage,
    share: weight / 10_000,
    counts,
    ...(start < trafficSince + analysis.warmup ? { warmup: true } : {}),
    ...(partial ? { partial: true } : {}),
    ...(problems.length > 0 ? { problems } : {}),
  };
  const { metrics, settings } = judgedBy(watched, state);
  const folded = { ...state, verdict: advance(state.verdict, metrics, settings, block) };
  return { state: openBlock(watched, folded, moment), block };
}

function sort(watched: Watched, state: WatchState, { at, raw }: Moment): [MetricConfig, Sorted][] {
  const { metrics, analysis } = watched;
  return metrics.map((metric) => [
    metric,
    sortReading(metric, state.edges[metric.name], raw.get(metric.name), at, analysis.block),
  ]);
}

/** Chooses the edges of histograms that have none yet, from what the stable side has counted. */
function withEdges(watched: Watched, state: WatchState, { raw }: Moment): WatchState {
  let next = state;
  for (const metric of watched.metrics) {
    const reading = raw.get(metric.name);
    if (metric.bad.kind !== 'slower' || next.edges[metric.name] !== undefined) continue;
    const edges = metric.bad.edges === 'all' ? fromHistory(watched, next, reading) : metric.bad.edges;
    if (edges === undefined) continue;
    next = { ...next, edges: { ...next.edges, [metric.name]: edges } };
    const { metrics, settings } = judgedBy(watched, next);
    const judged = metrics.find(({ name }) => name === metric.name);
    if (judged !== undefined) next = { ...next, verdict: withChosenEdges(next.verdict, judged, settings) };
  }
  return next;
}

/** Without a stable side the candidate's own counts choose, so that a limit can be judged. */
function fromHistory(
  { candidate, stable, analysis }: Watched,
  { verdict }: WatchState,
  reading: RawReading | undefined,
): number[] | undefined {
  if (reading === undefined || 'refused' in reading) return undefined;
  const { at, processStartedAt, series } = reading;
  return chooseEdges({
    stable: series[stable ?? candidate] ?? [],
    candidate: series[candidate] ?? [],
    counted: processStartedAt === undefined ? undefined : at - processStartedAt,
    left: Math.max(1, analysis.plannedBlocks - verdict.blocks) * analysis.block,
  });
}
