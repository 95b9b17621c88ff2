import { advance } from '../../analysis/verdict.ts';
import type { Block, Problem } from '../../analysis/types.ts';
import type { MetricConfig } from '../../config/plan.ts';
import type { WatchState } from '../types.ts';
import { withNewSeries } from './count.ts';
import { countMetric } from './count-metric.ts';
import { withEdges } from './chosen-edges.ts';
import { halvingAt } from './halving-at.ts';
import type { Moment } from './moment.ts';
import { sortReading, type Sorted } from './readings.ts';
import { judgedBy, type Watched } from './watched.ts';
import { weighedBy } from './weighed-by.ts';

/** Begins a block at this moment: everything counts from here. Pure. */
export function openBlock(watched: Watched, state: WatchState, moment: Moment): WatchState {
  return beginBlock(watched, { ...state, unbrokenSince: moment.at }, moment);
}

function beginBlock(watched: Watched, state: WatchState, moment: Moment): WatchState {
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
  before: WatchState,
  moment: Moment,
  partial: boolean,
): { state: WatchState; block: Block } {
  const state = { ...before, halving: halvingAt(watched, before, moment) };
  const { stage, weight, trafficSince, analysis } = watched;
  const start = state.openSince ?? moment.at;
  const counts: Block['counts'] = {};
  const problems: Problem[] = [];
  // The split is read from the first metric.
  let uneven = false;
  for (const [i, metric] of watched.metrics.entries()) {
    const counted = countMetric(watched, state, moment, metric);
    if (i === 0) uneven = counted.uneven === true;
    if (counted.counts !== undefined) counts[metric.name] = counted.counts;
    problems.push(...counted.problems);
  }
  const block: Block = {
    start,
    seconds: (moment.at - start) / 1000,
    stage,
    share: weight / 10_000,
    counts,
    ...(start < trafficSince + analysis.warmup ? { warmup: true } : {}),
    ...(partial || uneven ? { partial: true } : {}),
    ...weighedBy(watched, state),
    ...(problems.length > 0 ? { problems } : {}),
  };
  const { metrics, settings } = judgedBy(watched, state);
  const folded = { ...state, verdict: advance(state.verdict, metrics, settings, block) };
  return { state: beginBlock(watched, folded, moment), block };
}

/** Metrics whose sources have no history, sorted by what they count. */
function sort(
  { metrics, analysis }: Watched,
  state: WatchState,
  { at, now = at, raw: all }: Moment,
): [MetricConfig, Sorted][] {
  return metrics.flatMap((metric): [MetricConfig, Sorted][] => {
    const raw = all.get(metric.name);
    if (raw !== undefined && 'history' in raw) return [];
    return [[metric, sortReading(metric, state.edges[metric.name], raw, now, analysis.block)]];
  });
}
