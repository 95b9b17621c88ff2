/** Traefik's own figures of its services. */
import type { Slot } from '../plan.ts';
import type { TraefikRouter } from '../routers/traefik.ts';
import type { Counters } from '../sources/source-input.ts';
import { slowerThan } from '../sources/slower-than.ts';
import type { Preset, Surroundings } from './preset.ts';

const own = {
  router: 'traefik',
  tellsSlots: true,
  source: ({ series, labels }, surroundings) => ({
    kind: 'scrape',
    url: traefikOf(surroundings).metrics,
    series,
    labels,
  }),
} satisfies Partial<Preset>;

/** Share of 5xx answers. */
export const traefikErrors: Preset = {
  ...own,
  latency: false,
  counters: (surroundings) => ({
    series: 'traefik_service_requests_total',
    labels: labelsOf(surroundings),
    bad: { kind: 'labels', labels: { code: '5..' } },
  }),
};

/** Share of requests that are slower than each edge of Traefik's histogram. */
export const traefikLatency: Preset = {
  ...own,
  latency: true,
  counters: (surroundings, edges) => ({
    series: 'traefik_service_request_duration_seconds',
    labels: labelsOf(surroundings),
    bad: slowerThan(edges),
  }),
};

/** Traefik names the service of a slot `SERVICE-ENVIRONMENT-SLOT@file`, after the router's own file. */
function labelsOf({ service, environment }: Surroundings): Counters['labels'] {
  const of = (slot: Slot): Record<string, string> => ({ service: `${service}-${environment}-${slot}@file` });
  return { blue: of('blue'), green: of('green') };
}

function traefikOf(surroundings: Surroundings): TraefikRouter {
  const { router } = surroundings;
  if (router.kind === 'traefik') return router;
  throw new Error(`The preset is of router traefik, and the environment has ${surroundings.router.kind}.`);
}
