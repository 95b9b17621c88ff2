/** Where the counters of a metric are read: one file a kind. */
import type { Slot } from '../plan.ts';
import { cloudwatch, describeCloudwatch, type CloudwatchQuery } from './cloudwatch.ts';
import { fillVersion } from './fill-version.ts';
import { describePrometheus, prometheus, type PrometheusQuery } from './prometheus.ts';
import { selectVersion } from './prometheus/selector.ts';
import { describeScrape, scrape, type ScrapeQuery } from './scrape.ts';

/** Every query of a plan's metrics. */
export type SourceQuery = ScrapeQuery | CloudwatchQuery | PrometheusQuery;

/** The sources that a metric may name, by their key. */
export const sources = {
  scrape: scrape.exactOptional(),
  cloudwatch: cloudwatch.exactOptional(),
  prometheus: prometheus.exactOptional(),
};

/** What a query counts and where, as part of a sentence. Pure. */
export function describeSource(query: SourceQuery): string {
  switch (query.kind) {
    case 'scrape':
      return describeScrape(query);
    case 'cloudwatch':
      return describeCloudwatch(query);
    case 'prometheus':
      return describePrometheus(query);
  }
}

/** The query as one slot is asked, for the version that runs there; undefined: it needs one and none is known. Pure. */
export function withVersion(
  query: SourceQuery,
  slot: Slot,
  version: string | undefined,
): SourceQuery | undefined {
  switch (query.kind) {
    case 'scrape':
    case 'cloudwatch':
      return fillVersion(query, slot, version);
    case 'prometheus': {
      const selector = selectVersion(query.selectors[slot], version);
      return selector === undefined
        ? undefined
        : { ...query, selectors: { ...query.selectors, [slot]: selector } };
    }
  }
}
