import type { Slot } from '../../../config/plan.ts';

/**
 * Names of a lane's objects in Traefik. Traefik knows a file's objects by `NAME@file` in its API and in the
 * `service` label of its metrics. They hold no dots, since Traefik's own option syntax uses these.
 */
export interface TraefikNames {
  /** Name of the HTTP router and of the weighted service behind it. */
  lane: string;
  /** Names of the two load balancers that are weighted; Traefik counts requests by them. */
  slots: Record<Slot, string>;
}

/** Names for the lane `SERVICE.ENVIRONMENT`: `SERVICE-ENVIRONMENT`, and the same with `-blue` and `-green`. */
export function traefikNames(lane: string): TraefikNames {
  const name = lane.replace('.', '-');
  return { lane: name, slots: { blue: `${name}-blue`, green: `${name}-green` } };
}
