import type { MetricConfig, Slot } from '../../config/plan.ts';
import { describeSource } from '../../config/sources/index.ts';
import { seriesKey } from '../../providers/series-key.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import type { SlotReading, Values } from './reading.ts';

/** What is read of a metric: its configuration, and the edges that were chosen for it. */
export type Counted = Pick<MetricConfig, 'bad' | 'source'> & { edges?: number[] };

/**
 * Sorts one slot's series by what they count; undefined when there are none. Labels that the query asks for are
 * left out of the names. Throws a sentence when the series are not what the metric needs. Pure.
 */
export function groupSeries(metric: Counted, slot: Slot, series: readonly Series[]): SlotReading | undefined {
  if (series.length === 0) return undefined;
  return metric.bad.kind === 'labels'
    ? groupByLabels(metric, metric.bad.labels, slot, series)
    : groupByEdges(metric, metric.edges ?? [], slot, series);
}

/** The buckets of each histogram. */
export function histogramsOf(series: readonly Series[]): Series[][] {
  return [...Map.groupBy(series, ({ labels }) => nameOf(labels, { le: '' })).values()];
}

/** The edges that every one of a histogram's series has, in seconds, ascending. */
export function edgesOf(series: readonly Series[]): number[] {
  const finite = histogramsOf(series).map(
    (buckets) => new Set(buckets.map(({ labels }) => edge(labels)).filter((each) => Number.isFinite(each))),
  );
  const [first, ...others] = finite;
  const common = [...(first ?? [])].filter((each) => others.every((set) => set.has(each)));
  return common.toSorted((a, b) => a - b);
}

/** What one series counts: every request, and which parts of them. */
export interface Role {
  total: boolean;
  /** Indexes of the bad requests, or of the edges up to which it counts. */
  parts: number[];
}

/** The role of a series with these labels. Pure. */
export function roleOf({ bad, edges = [] }: Counted, labels: Record<string, string>): Role {
  if (bad.kind === 'labels') return { total: true, parts: isBad(bad.labels, labels) ? [0] : [] };
  const bucket = edge(labels);
  const index = edges.indexOf(bucket);
  return { total: bucket === Number.POSITIVE_INFINITY, parts: index < 0 ? [] : [index] };
}

function isBad(bad: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(bad).every(([name, pattern]) =>
    new RegExp(`^(?:${pattern})$`).test(labels[name] ?? ''),
  );
}

function groupByLabels(
  { source }: Counted,
  bad: Record<string, string>,
  slot: Slot,
  series: readonly Series[],
): SlotReading {
  const total: Values = {};
  const part: Values = {};
  for (const { labels, samples } of series) {
    const value = samples.at(-1)?.value;
    if (value === undefined) continue;
    const name = nameOf(labels, source.labels[slot]);
    total[name] = value;
    if (isBad(bad, labels)) part[name] = value;
  }
  return { total, parts: [part] };
}

function groupByEdges(
  { source }: Counted,
  edges: readonly number[],
  slot: Slot,
  series: readonly Series[],
): SlotReading {
  const total: Values = {};
  const parts: Values[] = edges.map(() => ({}));
  for (const { labels, samples } of series) {
    const value = samples.at(-1)?.value;
    if (value === undefined) continue;
    const name = nameOf(labels, { ...source.labels[slot], le: '' });
    const bucket = edge(labels);
    const part = parts[edges.indexOf(bucket)];
    if (bucket === Number.POSITIVE_INFINITY) total[name] = value;
    else if (part !== undefined) part[name] = value;
  }
  for (const [i, part] of parts.entries()) {
    const missing = Object.keys(total).find((name) => !(name in part));
    if (missing === undefined) continue;
    throw new Error(
      `${source.series} has no bucket of ${edges[i]} s in its series {${missing}}; ` +
        `the metric's edges must be among ${edgesOf(series).join(', ')} s`,
    );
  }
  if (Object.keys(total).length === 0) {
    throw new Error(`${describeSource(source)} has no bucket le="+Inf", so it is not a histogram`);
  }
  return { total, parts };
}

function edge(labels: Record<string, string>): number {
  const { le } = labels;
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le ?? Number.NaN);
}

function nameOf(labels: Record<string, string>, without: Record<string, string>): string {
  return seriesKey(Object.fromEntries(Object.entries(labels).filter(([name]) => !(name in without))));
}

/** The value of a label in the name of a series; undefined: it has no such label. Pure. */
export function labelIn(name: string, label: string): string | undefined {
  const found = new RegExp(`(?:^|,)${label}=("(?:[^"\\\\]|\\\\.)*")`).exec(name)?.[1];
  const parsed: unknown = found === undefined ? undefined : JSON.parse(found);
  return typeof parsed === 'string' ? parsed : undefined;
}
