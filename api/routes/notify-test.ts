import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { describeNotifier } from '../../config/notifiers/index.ts';
import type { Tried, TryInput } from '../../workflows/delivery-messages.ts';
import { answers } from '../answers.ts';
import { forbidden } from '../auth/access.ts';
import { may } from '../auth/principal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { findPlan } from '../find-plan.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { runOnce } from '../run-once.ts';
import { notifyTest } from '../wire/delivery.ts';
import { laneId } from '../wire/names.ts';
import { emptyBody } from '../wire/reason-body.ts';
import type { App } from './index.ts';

/** How long the test may take, in milliseconds: the notifiers have 10 s. */
const PATIENCE = 13_000;

/** POST /v1/lanes/:lane/notify-test: sends a test event to every notifier of the lane's service file. */
export function addNotifyTest(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Send a test event to every notifier of a lane, as its service file has them now',
    tags: ['notifiers'],
    params: z.object({ lane: laneId }),
    headers: actHeaders,
    body: emptyBody,
    response: answers(
      { 200: notifyTest },
      'invalid_request',
      'malformed_json',
      'forbidden',
      'service_not_found',
      'environment_not_found',
      'config_invalid',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/lanes/:lane/notify-test', { schema, config: { role: 'operator' } }, async (request) => {
    const { lane } = request.params;
    // Breaking the glass is for releases.
    if (!may(request.principal, 'operator', lane)) throw forbidden(request.principal, 'operator', lane);
    const { service, environment } = laneParts(lane);
    const { notify } = await findPlan(context, request.principal, service, environment);
    // The log needs no test: it is where it would be told.
    const notifiers = notify.filter((each) => each.kind !== 'log');
    const { key = randomUUID() } = callerOf(request, `notify-test ${lane}`, request.body);
    const tried = await tryAll(context, { lane, notifiers, actor: request.principal.name }, key);
    return {
      notifiers: notifiers.map((notifier, index) => {
        const how = tried[index] ?? { sent: false, message: 'there is no answer' };
        return { notifier: describeNotifier(notifier), ...how };
      }),
    };
  });
}

/** Under a key that came before, the answer is that of the first time, and nothing is sent. */
async function tryAll(context: ApiContext, input: TryInput, key: string): Promise<Tried[]> {
  if (input.notifiers.length === 0) return [];
  const id = `notify-test/${input.lane}/${key}`;
  const otherwise = 'no worker sent the test event';
  return runOnce(context, { type: 'tryNotifiers', id, input, within: PATIENCE, otherwise });
}
