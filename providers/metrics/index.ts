import type { RuleQuery } from '../../config/queries/index.ts';
import type { SourceQuery } from '../../config/sources/index.ts';
import type { ProviderContext } from '../context.ts';
import type { MetricSource } from './metric-source.ts';
import { createCloudwatchSource } from './cloudwatch.ts';
import { createClients } from './cloudwatch/clients.ts';
import type { ClientOf } from './cloudwatch/read-points.ts';
import { createCloudwatchScalar } from './cloudwatch/scalar.ts';
import { createPrometheusSource } from './prometheus.ts';
import { createPrometheusScalar } from './prometheus/scalar.ts';
import type { ScalarSource } from './scalar-source.ts';
import { createScrapeScalar } from './scrape-scalar.ts';
import { createScrapeSource } from './scrape.ts';
import { createSharedPages, type SharedPages } from './shared-pages.ts';

const pagesOf = new WeakMap<ProviderContext, SharedPages>();
const clientsOf = new WeakMap<ProviderContext, ClientOf>();

/**
 * The source that the query names. Making it does no I/O. Sources that are made with one context share their
 * reads, so that all metrics and both slots of a watch are of one moment when they ask for one.
 */
export function createMetricSource(query: SourceQuery, context: ProviderContext): MetricSource {
  switch (query.kind) {
    case 'scrape':
      return createScrapeSource(query, sharedPages(context));
    case 'cloudwatch':
      return createCloudwatchSource(query, sharedClients(context));
    case 'prometheus':
      return createPrometheusSource(query, context);
  }
}

/** What answers the queries of a rule. Making it does no I/O. */
export function createScalarSource({ kind }: RuleQuery, context: ProviderContext): ScalarSource {
  switch (kind) {
    case 'scrape':
      return createScrapeScalar();
    case 'cloudwatch':
      return createCloudwatchScalar(sharedClients(context));
    case 'prometheus':
      return createPrometheusScalar(context);
  }
}

function sharedPages(context: ProviderContext): SharedPages {
  const pages = pagesOf.get(context) ?? createSharedPages();
  pagesOf.set(context, pages);
  return pages;
}

function sharedClients(context: ProviderContext): ClientOf {
  const clients = clientsOf.get(context) ?? createClients();
  clientsOf.set(context, clients);
  return clients;
}
