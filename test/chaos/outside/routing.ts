import { readMetricsPage } from '../../../providers/metrics-page.ts';
import type { Slot } from '../../../config/plan.ts';
import type { Routed } from '../record.ts';
import { tick } from './tick.ts';

/** The requests that a lane's router counts. */
export interface Routing {
  latest(): Routed | undefined;
  /** Looks a last time, and answers with every look so far. */
  stop(): Promise<Routed[]>;
}

/** Looks this often, in milliseconds. */
const every = 500;

/** Begins to read Traefik's own page, past every proxy, for the services of the two slots. */
export function watchRouting(page: string, services: Record<Slot, string>): Routing {
  const seen: Routed[] = [];
  const ticking = tick(every, async () => {
    const { at, samples } = await readMetricsPage(page, AbortSignal.timeout(2000));
    const of = (slot: Slot): number =>
      samples
        .filter(({ name }) => name === 'traefik_service_requests_total')
        .filter(({ labels }) => labels['service'] === services[slot])
        .reduce((sum, { value }) => sum + value, 0);
    seen.push({ at, requests: { blue: of('blue'), green: of('green') } });
  });
  return {
    latest: () => seen.at(-1),
    async stop() {
      await ticking.stop();
      return seen;
    },
  };
}
