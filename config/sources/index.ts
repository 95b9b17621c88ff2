/** Where the counters of a metric are read: one file a kind. */
import { cloudwatch, describeCloudwatch, type CloudwatchQuery } from './cloudwatch.ts';
import { describePrometheus, prometheus, type PrometheusQuery } from './prometheus.ts';
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
