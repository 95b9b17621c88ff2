import { WorkflowNotFoundError } from '@temporalio/client';
import { retryDelivery } from '../../workflows/delivery-messages.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import { askTemporal } from '../ask-temporal.ts';
import { actHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { listDeliveries, readDeliveries } from '../deliveries.ts';
import { deliveryList, deliveryQuery, retried } from '../wire/delivery.ts';
import { emptyBody } from '../wire/reason-body.ts';
import type { App } from './index.ts';

/** GET /v1/deliveries and POST /v1/deliveries/retry. */
export function addDeliveries(app: App, context: ApiContext): void {
  const list = {
    summary: 'What notifiers are told of releases that run or ended lately, those that fail first',
    tags: ['notifiers'],
    querystring: deliveryQuery,
    response: answers({ 200: deliveryList }, 'invalid_request', 'temporal_unavailable'),
  };
  app.get('/v1/deliveries', { schema: list, config: { role: 'viewer' } }, async ({ query, principal }) =>
    listDeliveries(context, query, (lane) => may(principal, 'viewer', lane)),
  );

  const retry = {
    summary: 'Try every delivery that fails now, instead of when it is due',
    tags: ['notifiers'],
    headers: actHeaders,
    body: emptyBody,
    response: answers(
      { 200: retried },
      'invalid_request',
      'malformed_json',
      'forbidden',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/deliveries/retry', { schema: retry, config: { role: 'operator' } }, async ({ principal }) => {
    const own = await readDeliveries(context, (lane) => may(principal, 'operator', lane));
    const failing = own.filter(({ state }) => state === 'failing').map(({ id }) => id);
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
