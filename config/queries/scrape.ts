/** A rule's question to a page of Prometheus metrics: the sum of what matches. */
import { z } from 'zod';
import type { Slot } from '../plan.ts';
import { labelValue, url } from '../schema/addresses.ts';
import { mapping } from '../schema/mapping.ts';
import { labelName, metricName } from '../schema/name.ts';
import { bySlot } from '../sources/by-slot.ts';
import type { QueryInput } from './query-input.ts';

/** Samples on a page. */
export interface ScrapeScalar {
  kind: 'scrape';
  url: string;
  gauge: string;
  /** Labels that a sample must have, by the candidate's slot; `{{version}}` is still in them. */
  labels: Record<Slot, Record<string, string>>;
}

const written = mapping({
  url: url('Where the gauge is read, in the Prometheus text format.'),
  gauge: metricName('Name of a gauge; what matches is added up.'),
  labels: z
    .record(
      labelName,
      labelValue("A value, compared exactly; {{slot}} and {{version}} become the candidate's.", [
        'slot',
        'version',
      ]),
    )
    .prefault({})
    .meta({ description: 'Labels that a sample must have.' }),
}).meta({ description: 'A gauge read directly from a URL.' });

/** A rule's question to a page of metrics. */
export const scrape = written.transform((input): QueryInput => ({
  findings: () => [],
  resolve: (): ScrapeScalar => ({
    kind: 'scrape',
    url: input.url,
    gauge: input.gauge,
    labels: bySlot(input.labels),
  }),
}));
