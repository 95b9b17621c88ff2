import { z } from 'zod';
import type { Split } from '../router.ts';
import type { TraefikNames } from './names.ts';

/** The weighted service, in Traefik's files and in the answers of its API alike. */
export const weightedSchema = z.object({
  weighted: z.object({ services: z.array(z.object({ name: z.string(), weight: z.int().min(0) })) }),
});

/** A slot's load balancer. Traefik's API leaves an empty list of servers out. */
export const leafSchema = z.object({
  loadBalancer: z.object({ servers: z.array(z.object({ url: z.string() })).default([]) }),
});

/**
 * The split that a weighted service stands for. Weights are relative in Traefik, so 1 and 1 are halves. Null
 * when all weights are 0 or some traffic goes elsewhere than to the two slots.
 */
export function splitOf(service: z.infer<typeof weightedSchema>, names: TraefikNames): Split | null {
  const entries = service.weighted.services;
  const sum = (name?: string): number =>
    entries
      .filter((entry) => name === undefined || entry.name === name)
      .reduce((all, { weight }) => all + weight, 0);
  const [blue, green, total] = [sum(names.slots.blue), sum(names.slots.green), sum()];
  if (total === 0 || blue + green !== total) return null;
  const share = Math.round((blue / total) * 10_000);
  return { blue: share, green: 10_000 - share };
}
