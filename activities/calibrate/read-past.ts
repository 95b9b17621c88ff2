import { duration } from '../../analysis/figures.ts';
import { addCounts } from '../../analysis/tally.ts';
import type { MetricConfig, Milliseconds } from '../../config/plan.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { messageOf } from '../sentence.ts';
import { beginHalving, instancesOf, withInstances, type Halving } from '../watch/halving.ts';
import type { MetricReader } from '../watch/read-metrics.ts';
import { countIntervals, type CountedPage, type Page } from './count-intervals.ts';
import { nothing, withInterval } from './fold-past.ts';
import { learnEdges } from './learn-edges.ts';
import { PAST, type CalibrateRequest, type MetricPast } from './past.ts';

/** Time that is read at once: less where a source cannot answer for so much in time. */
const LONGEST_PAGE: Milliseconds = 30 * 60_000;
const SHORTEST_PAGE: Milliseconds = 5 * 60_000;
/** No query takes longer. */
const QUERY: Milliseconds = 5000;
/** A slot without any request for so long served nothing before: what was there is of another version. */
const IDLE: Milliseconds = 10 * 60_000;
/** A step over more intervals than this has a missing stretch in it. */
const LONGEST_STEP = 4.5;

/** What the history of one metric is read with. */
export interface Asking {
  request: CalibrateRequest;
  reader: MetricReader;
  /** Ready instances of the stable side; 0 where the platform did not tell. */
  ready: number;
  /** Reading ends then, with what is read. */
  deadline: number;
}

/**
 * Reads one metric's past from its source, newest first, page by page, up to 6 hours. What is read counts, however
 * far it goes: until the source refuses, the slot was idle, or there is no more time.
 */
export async function readPast(
  asking: Asking,
  metric: MetricConfig,
  signal: AbortSignal,
): Promise<MetricPast> {
  const past = await readPages(asking, metric, signal);
  // A history that tells of no request is none: what bursts is then only seen from now on.
  return past.requests === 0 ? { ...past, by: 'watched' } : past;
}

async function readPages(asking: Asking, metric: MetricConfig, signal: AbortSignal): Promise<MetricPast> {
  const { request, reader, deadline } = asking;
  const { interval } = request.analysis;
  const end = Math.floor((Date.now() - reader.lag) / interval) * interval;
  const learnt = await learnEdges(request, metric, reader, end, within(signal));
  if ('refused' in learnt) return { ...nothing(metric, undefined), lacking: learnt.refused };
  let past: MetricPast = { ...nothing(metric, learnt.edges), ...learnt };
  let idle = 0;
  let length = Math.ceil(LONGEST_PAGE / interval);
  for (let to = end; to > end - PAST;) {
    if (signal.aborted || Date.now() >= deadline) return { ...past, lacking: 'there was no time for more' };
    length = Math.min(length, Math.ceil((to - end + PAST) / interval));
    const from = to - length * interval;
    const page: Page = { from, interval, length, longestStep: LONGEST_STEP * interval };
    const read = await readPage(asking, metric, past, page, within(signal));
    if ('refused' in read) {
      if (length * interval <= SHORTEST_PAGE || length <= 1) return { ...past, lacking: read.refused };
      length = Math.ceil(length / 2);
      continue;
    }
    if (read.halving !== undefined) past = { ...past, halving: read.halving };
    past = { ...past, ...together(past, to === end, read) };
    for (const each of read.intervals.toReversed()) {
      idle = each === undefined || each.total === 0 ? idle + interval : 0;
      if (idle >= Math.max(IDLE, interval)) return endsHere(past);
      past = withInterval(past, each, interval);
    }
    to = from;
  }
  return past;
}

/** The instances of the newest page are compared over the pages in which they were there, and no others. */
function together(
  { instances: known }: MetricPast,
  isNewest: boolean,
  { instances: more }: CountedPage,
): Pick<MetricPast, 'instances'> {
  if (more === undefined || (known === undefined && !isNewest)) return {};
  if (known === undefined) return { instances: more };
  const names = Object.keys(known);
  if (Object.keys(more).length !== names.length || names.some((name) => more[name] === undefined)) return {};
  return {
    instances: Object.fromEntries(
      Object.entries(known).map(([name, counts]) => [name, addCounts(counts, more[name])]),
    ),
  };
}

function within(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(QUERY)]);
}

function endsHere(past: MetricPast): MetricPast {
  return { ...past, lacking: past.requests === 0 ? 'it has no requests' : 'it served nothing before' };
}

async function readPage(
  { request, reader, ready }: Asking,
  metric: MetricConfig,
  { edges, halving: known }: MetricPast,
  page: Page,
  signal: AbortSignal,
): Promise<(CountedPage & { halving?: Halving }) | { refused: string }> {
  const to = page.from + page.interval * page.length;
  const range = { from: page.from, to };
  const asked = { metrics: [metric], slots: [request.stable], range, now: Date.now() };
  const raw = (await reader.read(asked, signal)).get(metric.name);
  if (raw === undefined || 'refused' in raw) {
    const why = raw?.refused ?? 'it was not asked';
    return { refused: `${why} (asked for ${duration((to - page.from) / 1000)})` };
  }
  const series = raw.series[request.stable] ?? [];
  const halving = known ?? beginHalving(metric.instances ?? [], presentAt(to, series, page), ready);
  const apart = halving && withInstances(halving, instancesOf(halving.label, series));
  const counted = { ...metric, ...(edges === undefined ? {} : { edges }) };
  try {
    const read = countIntervals(counted, request.stable, series, page, apart);
    return { ...read, ...(apart === undefined ? {} : { halving: apart }) };
  } catch (error) {
    return { refused: messageOf(error) };
  }
}

/** Series of instances that are still there at the end. */
function presentAt(to: number, series: readonly Series[], { longestStep }: Page): Series[] {
  return series.filter(({ samples }) => (samples.at(-1)?.at ?? 0) > to - longestStep);
}
