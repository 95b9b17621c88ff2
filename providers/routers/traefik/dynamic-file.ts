import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { TraefikRouter } from '../../../config/routers/traefik.ts';
import { stampLine, stampOf } from '../fenced-file/stamp-line.ts';
import type { Fence, Split, Targets } from '../router.ts';
import { traefikNames } from './names.ts';
import { leafSchema, splitOf, weightedSchema } from './weights.ts';

/** What a lane's dynamic file says. */
export interface DynamicFile {
  stamp: Fence | null;
  /** Null when the file configures nothing, as after a first release that was undone. */
  split: Split | null;
  targets: Targets;
  rule: string;
  /** Why the file cannot be understood, although it is there. */
  unreadable?: string;
}

const empty = { split: null, targets: { blue: [], green: [] }, rule: '' } satisfies Omit<
  DynamicFile,
  'stamp'
>;

const fileSchema = z.object({
  http: z.object({
    routers: z.record(z.string(), z.object({ rule: z.string(), service: z.string() })),
    services: z.record(z.string(), z.unknown()),
  }),
});

/**
 * The text of a lane's dynamic file. Both load balancers are always there, also without servers: Traefik drops
 * the counters of a service that its configuration no longer holds. Without a split the file is its stamp
 * alone, which Traefik reads as no configuration and which keeps the fence for writers that come late.
 */
export function renderDynamicFile(
  config: TraefikRouter,
  wanted: { split: Split | null; targets: Targets },
  fence: Fence,
): string {
  const header = stampLine(fence);
  if (wanted.split === null) return header;
  const { lane, slots } = traefikNames(fence.lane);
  const leaf = (urls: string[]): unknown => ({ loadBalancer: { servers: urls.map((url) => ({ url })) } });
  const body = {
    http: {
      routers: {
        [lane]: {
          rule: config.rule,
          service: lane,
          ...(config.entryPoints.length > 0 ? { entryPoints: config.entryPoints } : {}),
        },
      },
      services: {
        [lane]: {
          weighted: {
            services: [
              { name: slots.blue, weight: wanted.split.blue },
              { name: slots.green, weight: wanted.split.green },
            ],
          },
        },
        [slots.blue]: leaf(wanted.targets.blue),
        [slots.green]: leaf(wanted.targets.green),
      },
    },
  };
  return header + stringify(body);
}

/** Reads a dynamic file back. Never throws: a file that cannot be understood says so in `unreadable`. */
export function parseDynamicFile(text: string, lane: string): DynamicFile {
  const stamp = stampOf(text);
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) return { stamp, ...empty, unreadable: `it is not valid YAML (${firstLine(fault.message)})` };
  if (document.contents === null) return { stamp, ...empty };
  const names = traefikNames(lane);
  const parsed = fileSchema.safeParse(document.toJS());
  const services = parsed.data?.http.services ?? {};
  const router = parsed.data?.http.routers[names.lane];
  const weighted = weightedSchema.safeParse(services[names.lane]).data;
  const blue = leafSchema.safeParse(services[names.slots.blue]).data?.loadBalancer.servers;
  const green = leafSchema.safeParse(services[names.slots.green]).data?.loadBalancer.servers;
  if (!router || !weighted || !blue || !green) {
    return { stamp, ...empty, unreadable: `it does not hold the router and services of lane ${lane}` };
  }
  const split = splitOf(weighted, names);
  if (split === null || router.service !== names.lane) {
    return { stamp, ...empty, unreadable: `its traffic goes elsewhere than to the slots of lane ${lane}` };
  }
  const targets = { blue: blue.map(({ url }) => url), green: green.map(({ url }) => url) };
  return { stamp, split, targets, rule: router.rule };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
