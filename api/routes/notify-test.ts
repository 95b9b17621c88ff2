import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';
import { z } from 'zod';
import { describeNotifier } from '../../config/notifiers/index.ts';
import type { Tried, TryInput } from '../../workflows/delivery-messages.ts';
import { actQueue } from '../../workflows/queues.ts';
import { answers } from '../answers.ts';
import { forbidden } from '../auth/access.ts';
import { may } from '../auth/principal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { fromTemporal } from '../temporal-errors.ts';
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
    const { notify } = await findPlan(context, service, environment);
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

type Trying = (input: TryInput) => Promise<Tried[]>;

/** Under a key that came before, the answer is that of the first time, and nothing is sent. */
async function tryAll({ client, settings }: ApiContext, input: TryInput, key: string): Promise<Tried[]> {
  if (input.notifiers.length === 0) return [];
  const workflowId = `notify-test/${input.lane}/${key}`;
  try {
    return await client.withDeadline(Date.now() + PATIENCE, async () => {
      const handle = await client.workflow
        .start<Trying>('tryNotifiers', {
          workflowId,
          taskQueue: actQueue(settings.temporal.taskQueue),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowExecutionTimeout: PATIENCE,
          args: [input],
        })
        .catch((error: unknown) => {
          if (error instanceof WorkflowExecutionAlreadyStartedError) {
            return client.workflow.getHandle<Trying>(workflowId);
          }
          throw error;
        });
      return handle.result();
    });
  } catch (error) {
    const late = error instanceof WorkflowFailedError && error.cause instanceof TimeoutFailure;
    if (!late && fromTemporal(error)?.code !== 'worker_unavailable') throw error;
    throw new ApiError('worker_unavailable', 'no worker sent the test event within 13 s; is one running?');
  }
}
