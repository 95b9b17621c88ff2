import { join } from 'node:path';
import { startTraefik, type TraefikRig } from '../../../test/rigs/traefik.ts';
import type { Change } from './definitions.ts';

/** What is in front of the sample service, and what measures it: programs that run, and where they are. */
export interface Parts {
  /** Base URL at which users' requests come in. */
  entry: string;
  /** The service file that goes with them, a path in `examples/`; left out: `services/sample.yaml`. */
  example?: string;
  places: Change;
  /** For people: the programs' names. */
  named: string;
  /** Ends all of them and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Traefik, whose own page is the metric source. */
export interface TraefikParts extends Parts {
  traefik: TraefikRig;
}

/** Starts Traefik. */
export async function startTraefikParts(): Promise<TraefikParts> {
  const traefik = await startTraefik();
  const { entry, stop } = traefik;
  return { traefik, entry, named: 'Traefik', places: traefikPlaces(traefik), stop };
}

/** Where a Traefik is, as a service file has it. */
export function traefikPlaces({ watched, metrics }: Pick<TraefikRig, 'watched' | 'metrics'>): Change {
  return [
    [['router', 'traefik', 'file'], join(watched, 'sample.yaml')],
    [['router', 'traefik', 'metrics'], metrics],
  ];
}
