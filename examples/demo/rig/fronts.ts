import { join } from 'node:path';
import { startHaproxy, type HaproxyRig } from '../../../test/rigs/haproxy.ts';
import { startTraefik, type TraefikRig } from '../../../test/rigs/traefik.ts';
import type { Change } from './definitions.ts';

/** A router with nothing behind it yet. */
export interface Front {
  entry: string;
  places: Change;
  /** Where it counts requests: HOST:PORT/PATH of each page of metrics. */
  pages: string[];
  named: string;
  stop(): Promise<void>;
}

/** Starts Traefik. */
export async function startTraefikFront(): Promise<Front & { traefik: TraefikRig }> {
  const traefik = await startTraefik();
  const { entry, metrics } = traefik;
  const places = traefikPlaces(traefik);
  return {
    traefik,
    entry,
    pages: [pageOf(metrics)],
    named: 'Traefik',
    places,
    stop: async () => traefik.stop(),
  };
}

/** Where a Traefik is, as a service file has it. */
export function traefikPlaces({ watched, metrics }: Pick<TraefikRig, 'watched' | 'metrics'>): Change {
  return [
    [['router', 'traefik', 'file'], join(watched, 'sample.yaml')],
    [['router', 'traefik', 'metrics'], metrics],
  ];
}

/** Starts HAProxy with the configuration of `examples/haproxy`, for the sample service. */
export async function startHaproxyFront(): Promise<Front & { haproxy: HaproxyRig }> {
  const haproxy = await startHaproxy('sample.demo');
  const { entry, socket, map, metrics, latency } = haproxy;
  return {
    haproxy,
    entry,
    pages: [pageOf(metrics), pageOf(latency)],
    named: 'HAProxy',
    places: [[['router'], { haproxy: { socket, map, metrics } }]],
    stop: async () => haproxy.stop(),
  };
}

function pageOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
