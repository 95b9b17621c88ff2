/** A rule's question to Amazon CloudWatch: one statistic of one metric over its newest period. */
import { z } from 'zod';
import type { Milliseconds, Slot } from '../plan.ts';
import { url } from '../schema/addresses.ts';
import { text, words } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { duration } from '../schema/quantities.ts';
import { region } from '../schema/region.ts';
import { slotValue } from '../schema/slot-value.ts';
import { dimensionName, periodFindings } from '../sources/cloudwatch/period.ts';
import { quote, type Reading } from '../units.ts';
import type { QueryInput } from './query-input.ts';

/** One statistic of one metric. */
export interface CloudwatchScalar {
  kind: 'cloudwatch';
  /** Left out: as AWS's own environment variables and profile files have it. */
  region?: string;
  endpoint?: string;
  namespace: string;
  metric: string;
  statistic: string;
  /** All dimensions of the metric, by the candidate's slot; `{{version}}` is still in them. */
  labels: Record<Slot, Record<string, string>>;
  period: Milliseconds;
  /** How long after its end a period may still change. */
  delay: Milliseconds;
}

const STATISTIC =
  /^(?:Average|Sum|Minimum|Maximum|SampleCount|IQM|(?:p|tm|wm|tc|ts)\d{1,3}(?:\.\d{1,10})?|(?:PR|TM|WM|TC|TS)\([\d.%]*:[\d.%]*\))$/;

function parseStatistic(input: string): Reading<string> {
  if (STATISTIC.test(input)) return { value: input };
  const expected = 'Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p99';
  return { refused: { message: `${quote(input)} is no statistic of CloudWatch`, expected } };
}

const written = mapping({
  region: region('Where the metric is. Default: as AWS_REGION or the profile says.').exactOptional(),
  endpoint: url("What is called instead of AWS's own address.").exactOptional(),
  namespace: words('a namespace such as AWS/ApplicationELB', 'Namespace of the metric.'),
  metric: words('the name of a metric', 'Name of the metric.'),
  statistic: text('a statistic such as Average', parseStatistic, {
    minLength: 1,
    description: 'Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p99.',
  }),
  dimensions: z
    .record(
      dimensionName,
      slotValue('A value, in which {{slot}} and {{version}} are replaced, or one for each slot.'),
    )
    .prefault({})
    .meta({ description: 'All dimensions of the metric.' }),
  period: duration('How long CloudWatch counts for one figure.', {
    min: 1000,
    max: 3_600_000,
  }).prefault('1m'),
  delay: duration('How long after its end a figure may still change.', { min: 0, max: 3_600_000 }).prefault(
    '3m',
  ),
}).meta({ description: 'One statistic of a metric of Amazon CloudWatch, over its newest period.' });

/** A rule's question to CloudWatch. */
export const cloudwatch = written.transform((input): QueryInput => ({
  findings: () => periodFindings(input.period),
  resolve(): CloudwatchScalar {
    const { dimensions, ...rest } = input;
    const of = (slot: Slot): Record<string, string> =>
      Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [name, value[slot]]));
    return { kind: 'cloudwatch', ...rest, labels: { blue: of('blue'), green: of('green') } };
  },
}));
