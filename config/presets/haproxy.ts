/** HAProxy's own figures of its backends, as the example's configuration counts them. */
import type { Slot } from '../plan.ts';
import type { HaproxyRouter } from '../routers/haproxy.ts';
import { slowerThan } from '../sources/slower-than.ts';
import type { Counters } from '../sources/source-input.ts';
import type { Preset, Surroundings } from './preset.ts';

const own = { router: 'haproxy', tellsSlots: true } satisfies Partial<Preset>;

/** Share of 5xx answers, those that HAProxy makes itself for a slot among them. */
export const haproxyErrors: Preset = {
  ...own,
  latency: false,
  counters: (surroundings) => ({
    series: 'haproxy_backend_http_responses_total',
    labels: labelsOf(surroundings),
    bad: { kind: 'labels', labels: { code: '5xx' } },
  }),
  source: ({ series, labels }, surroundings) => ({
    kind: 'scrape',
    url: haproxyOf(surroundings).metrics,
    series,
    labels,
  }),
};

/** Share of answers that begin later than each edge: a page beside that of the exporter, which has no histogram. */
export const haproxyLatency: Preset = {
  ...own,
  latency: true,
  counters: (surroundings, edges) => ({
    series: 'haproxy_backend_response_time_seconds',
    labels: labelsOf(surroundings),
    bad: slowerThan(edges),
  }),
  source: ({ series, labels }, surroundings) => ({
    kind: 'scrape',
    url: new URL('latency', haproxyOf(surroundings).metrics).href,
    series,
    labels,
  }),
};

function labelsOf(surroundings: Surroundings): Counters['labels'] {
  const { service, environment } = surroundings;
  const { backends } = haproxyOf(surroundings);
  const of = (slot: Slot): Record<string, string> => ({
    proxy: backends?.[slot] ?? `${service}-${environment}-${slot}`,
  });
  return { blue: of('blue'), green: of('green') };
}

function haproxyOf({ router }: Surroundings): HaproxyRouter {
  if (router.kind === 'haproxy') return router;
  throw new Error(`The preset is of router haproxy, and the environment has ${router.kind}.`);
}
