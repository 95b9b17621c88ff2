/** A Prometheus, or what answers like one, as a source: what is written, and what a plan holds of it. */
import { z } from 'zod';
import type { MetricConfig, Milliseconds, Slot } from '../plan.ts';
import { labelValue, url } from '../schema/addresses.ts';
import { edges } from '../schema/edges.ts';
import { text } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { labelName, metricName } from '../schema/name.ts';
import { pattern } from '../schema/pattern.ts';
import { duration } from '../schema/quantities.ts';
import { bySlot } from './by-slot.ts';
import { accessFindings, accessKeys, resolveAccess, type PrometheusAccess } from './prometheus/access.ts';
import { countedFindings, presetKeyFindings } from './prometheus/counted.ts';
import { parseSelector, selectorOf } from './prometheus/selector.ts';
import { slowerThan } from './slower-than.ts';
import type { Counters, SourceInput } from './source-input.ts';

/** Counters in a Prometheus, read sample by sample. */
export interface PrometheusQuery {
  kind: 'prometheus';
  /** Base URL of the API, without `/api/v1`. */
  url: string;
  /** What is counted, for messages. */
  series: string;
  /** PromQL instant-vector selectors; `{{version}}` is still in them. */
  selectors: Record<Slot, string>;
  /** Labels that every series of the slot has alike, so that they are left out of the names of series. */
  labels: Record<Slot, Record<string, string>>;
  /** How often Prometheus reads its targets. */
  interval: Milliseconds;
  access: PrometheusAccess;
}

/** Samples of one series that a block has to hold, so that something can be counted between two of them. */
const SAMPLES_IN_A_BLOCK = 2;

const written = mapping({
  url: url('Base URL of the API, without /api/v1.', 'http://127.0.0.1:9090'),
  counter: metricName('Name of a counter of requests.').exactOptional(),
  histogram: metricName('Name of a histogram of seconds, without _bucket.').exactOptional(),
  query: text('a selector', parseSelector, {
    minLength: 1,
    description:
      'A selector of counters, instead of a name and labels; {{slot}} or {{version}} tells the sides apart.',
  }).exactOptional(),
  labels: z
    .record(
      labelName,
      labelValue('A value, compared exactly; {{slot}} becomes blue or green.', ['slot', 'version']),
    )
    .exactOptional()
    .meta({
      description:
        'Labels that a series must have; {{slot}} or {{version}} in one of them tells the sides apart.',
    }),
  bad: z
    .record(labelName, pattern('A regular expression that the whole value must match.'))
    .exactOptional()
    .meta({ description: 'Labels that make a request of the counter bad.' }),
  edges: edges.exactOptional(),
  interval: duration('How often Prometheus reads these targets, its scrape_interval.', {
    min: 100,
    max: 600_000,
  }).prefault('15s'),
  ...accessKeys,
}).meta({ description: 'Counters read from a Prometheus, or from what has its API.' });

type Written = z.output<typeof written>;

/** Counters read from a Prometheus. */
export const prometheus = written.transform((input): SourceInput => ({
  lag: input.interval,
  shortestBlock: SAMPLES_IN_A_BLOCK * input.interval,
  findings: (preset) => [
    ...(preset === undefined ? countedFindings(input) : presetKeyFindings(input, preset)),
    ...accessFindings(input),
  ],
  resolve(folder) {
    const { counter, histogram, query, labels = {}, bad, edges: chosen } = input;
    const slow = histogram !== undefined || chosen !== undefined;
    const judged: MetricConfig['bad'] = slow ? slowerThan(chosen) : { kind: 'labels', labels: bad ?? {} };
    if (query === undefined) {
      const counters = { series: counter ?? histogram ?? '', labels: bySlot(labels), bad: judged };
      return { source: namedQuery(input, counters, folder), bad: judged };
    }
    const source: PrometheusQuery = {
      ...reached(input, folder),
      series: query,
      selectors: { blue: query.replaceAll('{{slot}}', 'blue'), green: query.replaceAll('{{slot}}', 'green') },
      labels: { blue: {}, green: {} },
    };
    return { source, bad: judged };
  },
  read: (counters, folder) => namedQuery(input, counters, folder),
}));

/** A query as part of a sentence. */
export function describePrometheus({ series, url: base }: PrometheusQuery): string {
  return `${series} at ${base}`;
}

/** Counters by name and labels; a histogram's are those of its buckets. */
function namedQuery(input: Written, { series, labels, bad }: Counters, folder: string): PrometheusQuery {
  const name = bad.kind === 'slower' ? `${series}_bucket` : series;
  const own = bySlot(input.labels ?? {});
  const of = (slot: Slot): Record<string, string> => ({ ...labels[slot], ...own[slot] });
  return {
    ...reached(input, folder),
    series,
    selectors: { blue: selectorOf(name, of('blue')), green: selectorOf(name, of('green')) },
    labels: { blue: { __name__: name, ...of('blue') }, green: { __name__: name, ...of('green') } },
  };
}

function reached(
  input: Written,
  folder: string,
): Pick<PrometheusQuery, 'kind' | 'url' | 'interval' | 'access'> {
  const { url: base, interval } = input;
  return { kind: 'prometheus', url: base, interval, access: resolveAccess(input, folder) };
}
