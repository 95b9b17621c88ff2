import { z } from 'zod';
import { httpGet } from '../../http-get.ts';
import type { DynamicFile } from './dynamic-file.ts';
import { traefikNames } from './names.ts';
import { leafSchema, splitOf, weightedSchema } from './weights.ts';

const routerSchema = z.object({ rule: z.string(), service: z.string() });
const enabledSchema = z.object({ status: z.literal('enabled') });

/**
 * Whether Traefik's API at the base URL shows what the file says as loaded: for a split, the router enabled
 * with its rule, the weights, and the servers of both slots; without a split, no router. Traefik's API and its
 * entry points change with one configuration, so what is shown is what new requests meet.
 * Throws when the API does not answer or answers with anything but an object or "not found".
 */
export async function isLoaded(
  api: string,
  lane: string,
  stored: DynamicFile,
  signal: AbortSignal,
): Promise<boolean> {
  const names = traefikNames(lane);
  const get = (path: string): Promise<unknown> =>
    getObject(`${api.replace(/\/$/, '')}/api/http/${path}@file`, signal);
  if (stored.split === null) {
    const router = await get(`routers/${names.lane}`);
    return stored.unreadable === undefined && router === undefined;
  }
  // The weights alone tell of most changes, which are asked for many times a second until they are loaded.
  const weighted = await get(`services/${names.lane}`);
  const service = weightedSchema.safeParse(weighted).data;
  const split = service ? splitOf(service, names) : null;
  const isOther = split?.blue !== stored.split.blue || split.green !== stored.split.green;
  if (stored.unreadable !== undefined || isOther) return false;
  const [router, blue, green] = await Promise.all([
    get(`routers/${names.lane}`),
    get(`services/${names.slots.blue}`),
    get(`services/${names.slots.green}`),
  ]);
  const loadedRouter = routerSchema.safeParse(router).data;
  return (
    [router, weighted, blue, green].every((object) => enabledSchema.safeParse(object).success) &&
    loadedRouter?.rule === stored.rule &&
    loadedRouter.service === names.lane &&
    sameServers(blue, stored.targets.blue) &&
    sameServers(green, stored.targets.green)
  );
}

function sameServers(leaf: unknown, targets: string[]): boolean {
  const urls = leafSchema.safeParse(leaf).data?.loadBalancer.servers.map(({ url }) => url);
  return urls !== undefined && urls.toSorted().join(' ') === targets.toSorted().join(' ');
}

/** The object, or undefined where Traefik has none of that name. */
async function getObject(url: string, signal: AbortSignal): Promise<unknown> {
  const next = "Is Traefik running, is its API on, and is the router's `api` its address?";
  const answer = await httpGet(url, { signal, next });
  const object = parseJson(answer.body);
  // Any server says 404 to an unknown path; only Traefik's API says it in this form.
  const missing = z.object({ message: z.string().includes('not found') });
  if (answer.status === 404 && missing.safeParse(object).success) return undefined;
  if (answer.status !== 200 || object === undefined) {
    throw new Error(`GET ${url} answered ${answer.status}, not as Traefik's API does. ${next}`);
  }
  return object;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
