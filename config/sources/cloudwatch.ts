/** Metrics of Amazon CloudWatch as a source: what is written, its rules, and what a plan holds of it. */
import { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { MetricConfig, Milliseconds, Slot } from '../plan.ts';
import { url } from '../schema/addresses.ts';
import { words } from '../schema/leaf.ts';
import { list, mapping } from '../schema/mapping.ts';
import { duration } from '../schema/quantities.ts';
import { region } from '../schema/region.ts';
import { slotValue } from '../schema/slot-value.ts';
import { quote } from '../units.ts';
import { dimensionName, periodFindings } from './cloudwatch/period.ts';
import type { SourceInput } from './source-input.ts';

/** Requests counted by metrics of CloudWatch. */
export interface CloudwatchQuery {
  kind: 'cloudwatch';
  /** Left out: as AWS's own environment variables and profile files have it. */
  region?: string;
  endpoint?: string;
  namespace: string;
  /** Name of the metric that counts every request: by its sum, or times by the number of its samples. */
  series: string;
  /** What is counted beside it: metrics of the good or bad requests, or times up to each edge in seconds. */
  parts: Outcome | { kind: 'edges'; edges: number[] };
  /**
   * All dimensions of the metrics, by slot: CloudWatch finds nothing by a part of them. `{{version}}` is replaced at
   * each read.
   */
  labels: Record<Slot, Record<string, string>>;
  period: Milliseconds;
  /** How long after its end a period may still grow. */
  delay: Milliseconds;
}

/** Metrics that together count the requests of one outcome; the rest of the total has the other one. */
export interface Outcome {
  kind: 'outcome';
  outcome: 'good' | 'bad';
  metrics: string[];
}

const metricName = (description: string) => words('the name of a metric', description);

const metricNames = (description: string) => {
  const one = metricName(description);
  return z.union([one.transform((name) => [name]), list(one, 8)]).exactOptional();
};

const written = mapping({
  region: region('Where the metrics are. Default: as AWS_REGION or the profile says.').exactOptional(),
  endpoint: url("What is called instead of AWS's own address.").exactOptional(),
  namespace: words('a namespace such as AWS/ApplicationELB', 'Namespace of the metrics.'),
  total: metricName('Name of the metric whose sum is the number of all requests.'),
  bad: metricNames('Metrics whose sums are the bad requests; the rest of total is good.'),
  good: metricNames('Metrics whose sums are the good requests; the rest of total is bad.'),
  dimensions: z
    .record(
      dimensionName,
      slotValue('A value, in which {{slot}} and {{version}} are replaced, or one for each slot.'),
    )
    .meta({ description: 'All dimensions of the metrics; one of them tells the two sides apart.' }),
  period: duration('How long CloudWatch counts for one figure.', {
    min: 1000,
    max: 3_600_000,
  }).prefault('1m'),
  delay: duration('How long after its end a figure may still grow.', { max: 3_600_000 }).prefault('3m'),
}).meta({ description: 'Sums of metrics of Amazon CloudWatch.' });

type Written = z.output<typeof written>;

/** Sums of metrics of Amazon CloudWatch. */
export const cloudwatch = written.transform((input): SourceInput => ({
  lag: input.delay,
  shortestBlock: shortestBlock(input.period),
  findings: () => cloudwatchFindings(input),
  resolve() {
    const { total, bad, good, dimensions, ...rest } = input;
    const labelsOf = (slot: Slot): Record<string, string> =>
      Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [name, value[slot]]));
    const source: CloudwatchQuery = {
      kind: 'cloudwatch',
      ...rest,
      series: total,
      parts: {
        kind: 'outcome',
        outcome: bad === undefined ? 'good' : 'bad',
        metrics: bad ?? good ?? [],
      },
      labels: { blue: labelsOf('blue'), green: labelsOf('green') },
    };
    return { source, bad: badOutcome };
  },
}));

/** The series of bad requests, as the source makes them. */
export const badOutcome: MetricConfig['bad'] = { kind: 'labels', labels: { outcome: 'bad' } };

/** A block of one period would be as long as the periods at its ends, of which a part is not its own. */
export function shortestBlock(period: Milliseconds): Milliseconds {
  return 2 * period;
}

/** A query as part of a sentence. */
export function describeCloudwatch({ series, namespace }: CloudwatchQuery): string {
  return `${series} of ${namespace} in CloudWatch`;
}

function cloudwatchFindings({ total, bad, good, dimensions, period }: Written): Finding[] {
  const findings: Finding[] = [];
  if ((bad === undefined) === (good === undefined)) {
    const message = bad === undefined ? 'nothing says which requests are bad' : 'bad stands beside good';
    findings.push({ path: [], at: 'key', message, expected: 'bad or good: the rest of total is the other' });
  }
  const names = [total, ...(bad ?? []), ...(good ?? [])];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    const message = `${quote(twice)} is counted twice`;
    const path = [bad?.includes(twice) === true ? 'bad' : 'good'];
    findings.push({ path, message, expected: 'each metric once, and not the total' });
  }
  if (Object.values(dimensions).every(({ blue, green }) => blue === green && !blue.includes('{{version}}'))) {
    const message = 'no dimension tells the two slots apart';
    const expected = 'a dimension with {{slot}} or {{version}} in its value, or with a value for each slot';
    findings.push({ path: ['dimensions'], at: 'key', message, expected });
  }
  return [...findings, ...periodFindings(period)];
}
