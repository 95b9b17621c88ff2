/** What is measured on both sides. */
import { z } from 'zod';
import { labelValue, pattern, url } from './addresses.ts';
import { number, oneOf, words, yesOrNo } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { labelName } from './name.ts';
import { duration, share } from './quantities.ts';

const edges = list(duration('An edge.', { max: 3_600_000 }), 8).meta({
  description: 'Durations that a request may be slower than; each is an edge of the histogram. Default: all.',
});

const scrape = mapping({
  url: url('Where the counters are read, in the Prometheus text format.'),
  counter: words('the name of a counter', 'Name of a counter of requests.').exactOptional(),
  histogram: words(
    'the name of a histogram',
    'Name of a histogram of seconds, without _bucket.',
  ).exactOptional(),
  labels: z.record(labelName, labelValue('A value, compared exactly; {{slot}} becomes blue or green.')).meta({
    description: 'Labels that a series must have; {{slot}} in one of them tells the two sides apart.',
  }),
  bad: z
    .record(labelName, pattern('A regular expression that the whole value must match.'))
    .exactOptional()
    .meta({ description: 'Labels that make a request of the counter bad.' }),
  edges: edges.exactOptional(),
}).meta({ description: 'Counters read directly from a URL.' });

/** One metric of an environment. */
export const metric = mapping({
  preset: oneOf(
    ['traefik/errors', 'traefik/latency'],
    "Share of 5xx answers, or of slow ones, from the router's own metrics.",
  ).exactOptional(),
  scrape: scrape.exactOptional(),
  edges: edges.exactOptional(),
  weight: number(
    { min: 0, max: 1000, above: true },
    'Its part of the error budget, relative to the others.',
  ).prefault(1),
  margin: number({ min: 1, max: 100 }, 'How many times worse is still no harm.').prefault(1.25),
  safeMargin: number(
    { min: 1, max: 100, above: true },
    'Safe means: proven not this many times worse.',
  ).prefault(2),
  negligible: share(
    'A share of bad requests that nobody minds. Default: 0.1% for errors, 0% for latency.',
    0,
    0.5,
    'a percentage from 0% to 50%',
  ).exactOptional(),
  floor: share(
    'Below this bad share the candidate is never stopped by this metric. Default: `negligible`.',
    0,
    0.5,
    'a percentage from 0% to 50%',
  ).exactOptional(),
  burstDivisor: number({ min: 1, max: 10_000 }, 'How many bad requests tend to come at once.').prefault(8),
  required: yesOrNo('Whether a bake must have its proof to pass.').prefault(true),
  limit: share(
    'An absolute limit of the bad share, which also holds when no stable side is left.',
    0.00000001,
    0.99,
    'a percentage above 0%, at most 99%',
  ).exactOptional(),
});

/** One metric as it was read. */
export type MetricInput = z.output<typeof metric>;
