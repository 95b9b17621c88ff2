import type { StableInterval } from '../../analysis/calibration/stable-sums.ts';
import type { MetricConfig } from '../../config/plan.ts';
import { countBetween } from '../watch/count.ts';
import { halvesBetween } from '../watch/count-halves.ts';
import { beginHalving, type Halving } from '../watch/halving.ts';
import type { RawReading } from '../watch/read-metrics.ts';
import type { MetricReading } from '../watch/reading.ts';
import { sortReading } from '../watch/readings.ts';
import { nothing, withInterval } from './fold-past.ts';
import { learn } from './learn-edges.ts';
import type { CalibrateRequest, MetricPast } from './past.ts';

/** What is known of a metric whose source has no history, and the reading that the next is compared with. */
export interface Watched {
  past: MetricPast;
  last?: MetricReading;
}

/** The state before the first reading. Pure. */
export function beginWatched(metric: MetricConfig): Watched {
  return { past: { ...nothing(metric, undefined), by: 'watched', lacking: 'nothing was seen of it yet' } };
}

/**
 * Takes the next reading of one metric's stable side. Its first one chooses edges and halves. `whole`: it is one
 * interval since the last; any other stretch is in no interval. Pure.
 */
export function watchOn(
  request: Pick<CalibrateRequest, 'stable' | 'analysis'>,
  metric: MetricConfig,
  { past, last }: Watched,
  { raw, at, ready, whole }: { raw: RawReading | undefined; at: number; ready: number; whole: boolean },
): Watched {
  const { stable, analysis } = request;
  if (raw === undefined || 'refused' in raw) {
    const missed = withInterval(past, undefined, analysis.interval);
    return { past: { ...missed, lacking: raw?.refused ?? 'it was not asked' } };
  }
  const series = raw.series[stable] ?? [];
  const begun = begin(request, metric, past, raw);
  const sorted = sortReading(metric, begun.edges, raw, at, analysis.interval);
  if ('problem' in sorted) return { past: { ...begun, lacking: sorted.problem.message } };
  const halving = begun.halving ?? beginHalving(metric.instances ?? [], series, ready);
  const { lacking: _, ...seen } = { ...begun, ...(halving === undefined ? {} : { halving }) };
  const counted =
    last === undefined || !whole ? undefined : between(metric, stable, last, sorted.reading, halving);
  return { past: withInterval(seen, counted, analysis.interval), last: sorted.reading };
}

/** Once anything was counted, the edges of a histogram are chosen. */
function begin(
  { stable, analysis }: Pick<CalibrateRequest, 'stable' | 'analysis'>,
  metric: MetricConfig,
  past: MetricPast,
  raw: Exclude<RawReading, { refused: string }>,
): MetricPast {
  if (metric.bad.kind === 'labels') return past;
  const { at, processStartedAt } = raw;
  const counted = processStartedAt === undefined ? undefined : at - processStartedAt;
  const { edges, p99 } = learn({ analysis }, metric, raw.series[stable] ?? [], counted);
  const known = { ...past, ...(p99 === undefined ? {} : { p99 }) };
  if (past.edges !== undefined || edges === undefined) return known;
  return { ...known, ...nothing(metric, edges), by: 'watched', edges };
}

function between(
  metric: MetricConfig,
  stable: CalibrateRequest['stable'],
  before: MetricReading,
  after: MetricReading,
  halving: Halving | undefined,
): StableInterval | undefined {
  // There is one side so far, and it is counted as any side is.
  const { counts } = countBetween(metric, { candidate: stable, stable: null }, before, after, false);
  if (counts.candidate === undefined) return undefined;
  const halves = halving && halvesBetween(metric, stable, before, after, halving);
  return { ...counts.candidate, ...(halves === undefined ? {} : { halves }) };
}
