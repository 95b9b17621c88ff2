import { randomUUID } from 'node:crypto';
import type { RetryInput } from '../../workflows/delivery-messages.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { listDeliveries, readDeliveries } from '../deliveries.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { runOnce } from '../run-once.ts';
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
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/deliveries/retry', { schema: retry, config: { role: 'operator' } }, async (request) => {
    const own = await readDeliveries(context, (lane) => may(request.principal, 'operator', lane));
    const input: RetryInput = {
      deliveries: own.filter(({ state }) => state === 'failing').map(({ id }) => id),
    };
    const { key = randomUUID() } = callerOf(request, 'retry-deliveries', request.body);
    const told = await runOnce<RetryInput, string[]>(context, {
      type: 'retryDeliveries',
      id: `retry-deliveries/${key}`,
      input,
      within: ACT_PATIENCE,
      otherwise: 'no worker tried the deliveries again',
    });
    return { retried: told };
  });
}
