/** What became of the webhooks that GitHub has sent to an App. */
import { z } from 'zod';
import type { Github } from './client.ts';

const delivery = z.object({
  /** Of this attempt. Too large for a number by now, so it is text. */
  id: z.union([z.number(), z.string()]).transform(String),
  /** The same for every attempt to deliver one event. */
  guid: z.string(),
  delivered_at: z.string().transform((text) => Date.parse(text)),
  /** 0 where nothing answered. */
  status_code: z.number(),
  event: z.string(),
  action: z.string().nullish(),
});

/** One attempt to deliver an event. Times are milliseconds since the epoch. */
export type Delivery = z.output<typeof delivery>;

/** Pages that are read at most, each of 100. */
const MOST_PAGES = 50;

/** The attempts since a time, the newest first; `whole` is false where there were too many to read all. */
export async function listDeliveries(
  github: Github,
  since: number,
  signal: AbortSignal,
): Promise<{ deliveries: Delivery[]; whole: boolean }> {
  const deliveries: Delivery[] = [];
  let path: string | undefined = '/app/hook/deliveries?per_page=100';
  for (let pages = 0; pages < MOST_PAGES && path !== undefined; pages += 1) {
    const page = await github.page({ method: 'GET', path, asApp: true }, signal);
    const read = z.array(delivery).parse(page.body);
    deliveries.push(...read.filter(({ delivered_at: at }) => at >= since));
    path = read.some(({ delivered_at: at }) => at < since) ? undefined : page.next;
  }
  return { deliveries, whole: path === undefined };
}

/** Asks GitHub to deliver an event again, as it was. */
export async function redeliver(github: Github, id: string, signal: AbortSignal): Promise<void> {
  await github.request({ method: 'POST', path: `/app/hook/deliveries/${id}/attempts`, asApp: true }, signal);
}

/**
 * Of each event that has not arrived the last attempt, in the order in which they were made; `deliveries` are the newest
 * first. What was refused for what it says would be refused again. Pure.
 */
export function notArrived(deliveries: readonly Delivery[]): Delivery[] {
  const last = new Map<string, Delivery>();
  const arrived = new Set<string>();
  for (const each of deliveries) {
    if (each.status_code >= 200 && each.status_code < 400) arrived.add(each.guid);
    if (!last.has(each.guid)) last.set(each.guid, each);
  }
  return [...last.values()]
    .filter(({ guid, status_code: status }) => !arrived.has(guid) && mayPass(status))
    .toReversed();
}

/** Nothing answered, or what answered could not do it then. */
function mayPass(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}
