import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { retryDelivery, type DeliveryMemo } from '../../workflows/delivery-messages.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import { askTemporal } from '../ask-temporal.ts';
import { actHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { DELIVERIES } from '../releases/visibility.ts';
import { deliveryList, retried, type DeliveryList } from '../wire/delivery.ts';
import type { App } from './index.ts';

/** GET /v1/deliveries and POST /v1/deliveries/retry. */
export function addDeliveries(app: App, context: ApiContext): void {
  const list = {
    summary: 'What notifiers are told of releases that run or ended lately, those that fail first',
    tags: ['notifiers'],
    response: answers({ 200: deliveryList }, 'temporal_unavailable'),
  };
  app.get('/v1/deliveries', { schema: list, config: { role: 'viewer' } }, async ({ principal }) => {
    const { deliveries } = await listDeliveries(context);
    return { deliveries: deliveries.filter(({ lane }) => may(principal, 'viewer', lane)) };
  });

  const retry = {
    summary: 'Try every delivery that fails now, instead of when it is due',
    tags: ['notifiers'],
    headers: actHeaders,
    body: z.strictObject({}),
    response: answers(
      { 200: retried },
      'invalid_request',
      'malformed_json',
      'forbidden',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/deliveries/retry', { schema: retry, config: { role: 'operator' } }, async ({ principal }) => {
    const { deliveries } = await listDeliveries(context);
    const failing = deliveries
      .filter(({ state, lane }) => state === 'failing' && may(principal, 'operator', lane))
      .map(({ id }) => id);
    await askTemporal(context.client, async () => {
      for (const id of failing) await signal(context, id);
    });
    return { retried: failing };
  });
}

async function signal({ client }: ApiContext, id: string): Promise<void> {
  try {
    await client.workflow.getHandle(id).signal(retryDelivery);
  } catch (error) {
    // It has ended meanwhile.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function listDeliveries({ client }: ApiContext): Promise<DeliveryList> {
  const deliveries: DeliveryList['deliveries'] = [];
  await askTemporal(client, async () => {
    for await (const { workflowId, memo } of client.workflow.list({ query: DELIVERIES })) {
      const row = toRow(workflowId, memoSchema.safeParse(memo).data?.delivery);
      if (row !== undefined) deliveries.push(row);
    }
  });
  const rank = { failing: 0, off: 1, working: 2 };
  return {
    deliveries: deliveries.toSorted((a, b) => rank[a.state] - rank[b.state] || (a.id < b.id ? -1 : 1)),
  };
}

const memoSchema = z.object({
  delivery: z.object({
    notifier: z.string(),
    lane: z.string(),
    waiting: z.number(),
    trouble: z
      .object({ since: z.number(), tries: z.number(), message: z.string(), next: z.number() })
      .nullable(),
    gone: z.string().nullable(),
  }),
});

type Known = Pick<DeliveryMemo, 'waiting' | 'trouble' | 'gone'>;

/** `delivery/SERVICE.ENVIRONMENT[.N]/NOTIFIER`, with what it says of itself where it fails or has failed. */
function toRow(id: string, known: Known | undefined): DeliveryList['deliveries'][number] | undefined {
  const [, subject = '', notifier = ''] = id.split('/');
  const [service, environment, number] = subject.split('.');
  if (service === undefined || environment === undefined) return undefined;
  const about = {
    id,
    lane: `${service}.${environment}`,
    ...(number === undefined ? {} : { release: subject }),
    notifier,
  };
  if (known === undefined) return { ...about, state: 'working' };
  const { waiting, trouble, gone } = known;
  if (gone !== null) return { ...about, state: 'off', message: gone };
  return trouble === null
    ? { ...about, state: 'working' }
    : { ...about, state: 'failing', waiting, ...trouble };
}
