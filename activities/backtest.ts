/** Reads the stable side's own past for a backtest. Not an activity: the command line calls it, with no daemon. */
import type { StablePast } from '../analysis/backtest/terms.ts';
import type { Metric, Settings } from '../analysis/types.ts';
import type { MetricConfig, Milliseconds, Plan } from '../config/plan.ts';
import { describeSource, withVersion } from '../config/sources/index.ts';
import type { ProviderContext } from '../providers/context.ts';
import { countPage } from './backtest/count-page.ts';
import { edgesOfPage } from './backtest/edges-of-page.ts';
import { metricsOf, settingsOf } from './watch/metrics.ts';
import { createReader, type MetricReader, type RawSeries } from './watch/read-metrics.ts';
import { createWorld } from './world.ts';

/** Time that is read at once, and that a query may take. */
const PAGE: Milliseconds = 30 * 60_000;
const QUERY: Milliseconds = 20_000;
/** A step over more intervals than this has a missing stretch in it. */
const LONGEST_STEP = 4.5;

/** What is read; times are milliseconds since the epoch. */
export interface PastRequest extends Pick<Plan, 'metrics' | 'analysis'> {
  /** Length of the intervals that it is counted in. */
  interval: Milliseconds;
  from: number;
  to: number;
}

/** The past, and the metrics as the verdict knows them. */
export interface ReadPast {
  past: StablePast;
  metrics: Metric[];
  settings: Settings;
}

/**
 * Counts, in base intervals, the slot that had most requests in each: the stable side, whichever slot it was. Throws
 * a sentence where a source has no history, cannot be read, or names a version in its query.
 */
export async function readStablePast(request: PastRequest, context: ProviderContext): Promise<ReadPast> {
  const { metrics, analysis, interval, from, to } = request;
  const reader = createReader({ metrics, versions: {} }, createWorld(context));
  for (const metric of metrics) refuseUnreadable(metric, reader);
  const start = Math.ceil(from / interval) * interval;
  const end = Math.floor(Math.min(to, Date.now() - reader.lag) / interval) * interval;
  const edges: Record<string, number[]> = {};
  const counted: StablePast['metrics'][string][] = [];
  for (const metric of metrics) {
    const chosen = await edgesFor(reader, metric, end);
    if (chosen !== undefined) edges[metric.name] = chosen;
    counted.push(
      await countAll(reader, { ...metric, ...(chosen && { edges: chosen }) }, { start, end, interval }),
    );
  }
  return {
    past: {
      start,
      interval: interval / 1000,
      metrics: Object.fromEntries(metrics.map(({ name }, i) => [name, counted[i] ?? []])),
    },
    metrics: metricsOf(metrics, edges, {}),
    settings: settingsOf(analysis, 1),
  };
}

function refuseUnreadable(metric: MetricConfig, reader: MetricReader): void {
  const { name, source } = metric;
  if (!reader.hasHistory(metric)) {
    const next = 'a backtest needs a source that keeps its past, such as prometheus or cloudwatch';
    throw new Error(`${name} is read by ${source.kind}, which has no history: ${next}`);
  }
  if (withVersion(source, 'blue', undefined) === undefined) {
    throw new Error(
      `${name} is asked for by {{version}}, and the past holds several versions: a backtest cannot tell them`,
    );
  }
}

async function edgesFor(
  reader: MetricReader,
  metric: MetricConfig,
  end: number,
): Promise<number[] | undefined> {
  if (metric.bad.kind === 'labels') return undefined;
  if (metric.bad.edges !== 'all') return metric.bad.edges;
  const edges = edgesOfPage(await readPage(reader, metric, end - PAGE, end), { from: end - PAGE, to: end });
  if (edges !== undefined) return edges;
  throw new Error(
    `${metric.name} has no requests in the 30 minutes before ${new Date(end).toISOString()}, by which its edges are chosen`,
  );
}

async function countAll(
  reader: MetricReader,
  metric: MetricConfig & { edges?: number[] },
  { start, end, interval }: { start: number; end: number; interval: Milliseconds },
): Promise<StablePast['metrics'][string]> {
  const counted: StablePast['metrics'][string][] = [];
  const longest = Math.max(1, Math.floor(PAGE / interval));
  for (let from = start; from < end; from += longest * interval) {
    const length = Math.min(longest, (end - from) / interval);
    const raw = await readPage(reader, metric, from, from + length * interval);
    counted.push(countPage(metric, raw, { from, interval, length, longestStep: LONGEST_STEP * interval }));
  }
  return counted.flat();
}

async function readPage(
  reader: MetricReader,
  metric: MetricConfig,
  from: number,
  to: number,
): Promise<RawSeries> {
  const asked = {
    metrics: [metric],
    slots: ['blue', 'green'] as const,
    range: { from, to },
    now: Date.now(),
  };
  const raw = (await reader.read({ ...asked, slots: [...asked.slots] }, AbortSignal.timeout(QUERY))).get(
    metric.name,
  );
  if (raw !== undefined && 'series' in raw) return raw;
  const when = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  const why = raw === undefined ? 'it was not asked' : raw.refused;
  throw new Error(`${metric.name} (${describeSource(metric.source)}) cannot be read from ${when}: ${why}`);
}
