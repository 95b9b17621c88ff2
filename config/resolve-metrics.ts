/** Metrics of a plan: presets and scrapes as queries, defaults filled in, weights as shares. */
import type { MetricConfig, RouterConfig, ScrapeQuery, Slot } from './plan.ts';
import type { MetricInput } from './schema/metric.ts';

/** What nobody minds of errors, as a share, unless a metric says otherwise; of latency it is 0. */
const NEGLIGIBLE_ERRORS = 0.001;

/** What presets need to know of the environment. */
interface Surroundings {
  service: string;
  environment: string;
  router: RouterConfig;
}

type Source = Pick<MetricConfig, 'source' | 'bad'>;

/** The metrics of a plan, in the order of the file. Weights are scaled to sum to 1. */
export function resolveMetrics(
  metrics: Record<string, MetricInput>,
  surroundings: Surroundings,
): MetricConfig[] {
  const total = Object.values(metrics).reduce((sum, { weight }) => sum + weight, 0);
  return Object.entries(metrics).map(([name, input]) => {
    const { preset, scrape, edges, negligible, floor, weight, ...rest } = input;
    const { source, bad } =
      scrape === undefined ? fromPreset(preset, edges, surroundings) : fromScrape(scrape);
    const unminded = negligible ?? (bad.kind === 'slower' ? 0 : NEGLIGIBLE_ERRORS);
    return {
      name,
      source,
      bad,
      weight: weight / total,
      ...rest,
      negligible: unminded,
      floor: floor ?? unminded,
    };
  });
}

/** Traefik names the service of a slot `SERVICE-ENVIRONMENT-SLOT@file`, after the router's own file. */
function fromPreset(
  preset: MetricInput['preset'],
  edges: readonly number[] | undefined,
  { service, environment, router }: Surroundings,
): Source {
  const labels = bySlot((slot) => ({ service: `${service}-${environment}-${slot}@file` }));
  const query = { kind: 'scrape', url: router.metrics, labels } as const;
  if (preset === 'traefik/latency') {
    const series = 'traefik_service_request_duration_seconds';
    return { source: { ...query, series }, bad: slowerThan(edges) };
  }
  const bad = { kind: 'labels', labels: { code: '5..' } } as const;
  return { source: { ...query, series: 'traefik_service_requests_total' }, bad };
}

function fromScrape(scrape: NonNullable<MetricInput['scrape']>): Source {
  const labels = bySlot((slot) =>
    Object.fromEntries(
      Object.entries(scrape.labels).map(([label, value]) => [label, value.replaceAll('{{slot}}', slot)]),
    ),
  );
  const source: ScrapeQuery = {
    kind: 'scrape',
    url: scrape.url,
    series: scrape.counter ?? scrape.histogram ?? '',
    labels,
  };
  if (scrape.histogram !== undefined) return { source, bad: slowerThan(scrape.edges) };
  return { source, bad: { kind: 'labels', labels: scrape.bad ?? {} } };
}

/** Edges in seconds, as a histogram's `le` labels have them. */
function slowerThan(edges: readonly number[] | undefined): MetricConfig['bad'] {
  return { kind: 'slower', edges: edges?.map((milliseconds) => milliseconds / 1000) ?? 'all' };
}

function bySlot(labels: (slot: Slot) => Record<string, string>): ScrapeQuery['labels'] {
  return { blue: labels('blue'), green: labels('green') };
}
