import type { Halves, Problem, SideCounts } from '../../analysis/types.ts';
import type { MetricConfig } from '../../config/plan.ts';
import type { WatchState } from '../types.ts';
import { countBetween, type Count } from './count.ts';
import { halvesBetween, halvesOfSamples } from './count-halves.ts';
import { countSamples } from './count-samples.ts';
import type { Moment } from './moment.ts';
import { readable, sortReading } from './readings.ts';
import type { Watched } from './watched.ts';

/** Samples further apart than this many blocks have a missing stretch between them. */
const LONGEST_STEP = 1.5;

/**
 * Counts one metric in the open block up to this moment: from raw samples where its source has history, else by the
 * difference of two readings. Without counts where nothing is known of either side. Pure.
 */
export function countMetric(
  watched: Watched,
  state: WatchState,
  moment: Moment,
  metric: MetricConfig,
): { counts?: Count['counts']; problems: Problem[]; uneven?: boolean } {
  const { candidate, stable, analysis } = watched;
  const { block } = analysis;
  const { at, now = at, raw: all } = moment;
  const from = state.openSince ?? at;
  const [raw, edges] = [all.get(metric.name), state.edges[metric.name]];
  const halving = state.halving[metric.name];
  if (raw !== undefined && 'history' in raw) {
    const read = readable(metric, edges, raw);
    if ('problem' in read) return { problems: [read.problem] };
    const counted = { ...metric, ...(edges === undefined ? {} : { edges }) };
    const stretch = { from, to: at, since: state.unbrokenSince ?? from, longestStep: LONGEST_STEP * block };
    const count = countSamples(counted, { candidate, stable }, read.series, stretch);
    const halves = stable && halving && halvesOfSamples(counted, stable, read.series, stretch, halving);
    return { ...count, counts: withHalves(count.counts, halves) };
  }
  const sorted = sortReading(metric, edges, raw, now, block);
  if ('problem' in sorted) return { problems: [sorted.problem] };
  const before = state.last[metric.name];
  if (before === undefined) {
    const message = 'it could not be read when the block began';
    return { problems: [{ metric: metric.name, kind: 'error', message }] };
  }
  const count = countBetween(metric, { candidate, stable }, before, sorted.reading, at - from > 2 * block);
  const halves = stable && halving && halvesBetween(metric, stable, before, sorted.reading, halving);
  return { ...count, counts: withHalves(count.counts, halves) };
}

function withHalves(counts: SideCounts, halves: Halves | null | undefined): SideCounts {
  return counts.stable === undefined || !halves ? counts : { ...counts, halves };
}
