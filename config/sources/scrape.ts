/** A page of Prometheus metrics as a source: what is written, its rules, and what a plan holds of it. */
import { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { Slot } from '../plan.ts';
import { labelValue, url } from '../schema/addresses.ts';
import { edges, risingFindings } from '../schema/edges.ts';
import { words } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { labelName } from '../schema/name.ts';
import { pattern } from '../schema/pattern.ts';
import { bySlot } from './by-slot.ts';
import { slowerThan } from './slower-than.ts';
import type { SourceInput } from './source-input.ts';

/** Counters on a page, and which of its series count. */
export interface ScrapeQuery {
  kind: 'scrape';
  url: string;
  /** Name of the counter, or of the histogram without `_bucket`. */
  series: string;
  /** Labels that a series must have, by slot. Values are compared exactly; `{{version}}` is replaced at each read. */
  labels: Record<Slot, Record<string, string>>;
}

const written = mapping({
  url: url('Where the counters are read, in the Prometheus text format.'),
  counter: words('the name of a counter', 'Name of a counter of requests.').exactOptional(),
  histogram: words(
    'the name of a histogram',
    'Name of a histogram of seconds, without _bucket.',
  ).exactOptional(),
  labels: z
    .record(
      labelName,
      labelValue('A value, compared exactly; {{slot}} and {{version}} are replaced.', ['slot', 'version']),
    )
    .meta({
      description:
        'Labels that a series must have; {{slot}} or {{version}} in one of them tells the two sides apart.',
    }),
  bad: z
    .record(labelName, pattern('A regular expression that the whole value must match.'))
    .exactOptional()
    .meta({ description: 'Labels that make a request of the counter bad.' }),
  edges: edges.exactOptional(),
}).meta({ description: 'Counters read directly from a URL.' });

type Written = z.output<typeof written>;

/** Counters read directly from a URL. */
export const scrape = written.transform((input): SourceInput => ({
  lag: 0,
  shortestBlock: 1000,
  findings: () => scrapeFindings(input),
  resolve() {
    const { counter, histogram, bad } = input;
    const source: ScrapeQuery = {
      kind: 'scrape',
      url: input.url,
      series: counter ?? histogram ?? '',
      labels: bySlot(input.labels),
    };
    if (histogram !== undefined) return { source, bad: slowerThan(input.edges) };
    return { source, bad: { kind: 'labels', labels: bad ?? {} } };
  },
}));

/** A scrape as part of a sentence. */
export function describeScrape({ series, url: page }: ScrapeQuery): string {
  return `${series} at ${page}`;
}

function scrapeFindings({ counter, histogram, bad, labels, edges: chosen }: Written): Finding[] {
  const findings: Finding[] = [];
  if ((counter === undefined) === (histogram === undefined)) {
    const message = counter === undefined ? 'nothing is counted' : 'two series are counted';
    findings.push({ path: [], at: 'key', message, expected: 'counter or histogram' });
  } else if (counter !== undefined && Object.keys(bad ?? {}).length === 0) {
    const message = 'nothing says which requests are bad';
    const expected = 'bad with a label, such as bad: { code: "5.." }';
    findings.push({ path: [], at: 'key', message, expected });
  } else if (histogram !== undefined && bad !== undefined) {
    const expected = 'edges: a histogram counts slow requests';
    findings.push({ path: ['bad'], at: 'key', message: 'bad is for a counter', expected });
  }
  if (!Object.values(labels).some((value) => /\{\{(slot|version)\}\}/.test(value))) {
    const message = 'no label tells the two slots apart';
    const expected = 'a label with {{slot}} or {{version}} in its value';
    findings.push({ path: ['labels'], at: 'key', message, expected });
  }
  if (chosen !== undefined && counter !== undefined) {
    const message = 'edges are for a histogram';
    findings.push({ path: ['edges'], at: 'key', message, expected: 'no edges here' });
  }
  return [...findings, ...risingFindings(chosen ?? [], ['edges'])];
}
