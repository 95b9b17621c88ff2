import { z } from 'zod';
import type { Received, Take } from './receiver.ts';

const name = z.string().min(1).max(255);
const text = z.string().min(1).max(1024);

/** What the Events API v2 of PagerDuty takes. */
const enqueued = z.union([
  z.strictObject({
    routing_key: name,
    event_action: z.literal('trigger'),
    dedup_key: name,
    client: z.string(),
    client_url: z.url().optional(),
    links: z
      .array(z.strictObject({ href: z.url(), text: z.string() }))
      .min(1)
      .optional(),
    payload: z.strictObject({
      summary: text,
      source: text,
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      component: z.string(),
      group: z.string(),
      class: z.string(),
      custom_details: z.record(z.string(), z.string()),
    }),
  }),
  z.strictObject({
    routing_key: name,
    event_action: z.enum(['acknowledge', 'resolve']),
    dedup_key: name,
  }),
]);

/** Takes what PagerDuty takes with this integration key, and adds what an alert went through: `trigger KEY`. */
export function takePagerduty(key: string, told: string[]): Take {
  return (request) => {
    isPost(request, '/v2/enqueue');
    const event = enqueued.parse(JSON.parse(request.body));
    if (event.routing_key !== key) throw new Error('Invalid routing key');
    told.push(`${event.event_action} ${event.dedup_key}`);
    return { status: 202, body: { status: 'success', dedup_key: event.dedup_key } };
  };
}

/** Throws where a request is no POST of JSON to this path. */
export function isPost({ method, path, headers }: Received, at: string): void {
  if (method !== 'POST' || path !== at) throw new Error(`${method} ${path} is unknown`);
  if (headers['content-type'] !== 'application/json') throw new Error('the body is not said to be JSON');
}
