import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { abort } from '../../workflows/messages.ts';
import { answers } from '../answers.ts';
import { askTemporal } from '../ask-temporal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { hasEnded } from '../release-update.ts';
import { releaseWorkflow } from '../releases/workflow-ids.ts';
import { releaseId } from '../wire/names.ts';
import { abortBody, abortTaken, type AbortTaken } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/releases/:id/abort: a signal, taken also with no worker up; a second one changes nothing. */
export function addAbort(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Undo the release: traffic back to the known good side, then the candidate goes',
    tags: ['acts'],
    params: z.object({ id: releaseId }),
    headers: actHeaders,
    body: abortBody,
    response: answers(
      { 202: abortTaken },
      'invalid_request',
      'malformed_json',
      'release_not_found',
      'act_not_possible',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/releases/:id/abort', { schema }, async (request, reply) => {
    const { id } = request.params;
    const act = { ...request.body, ...callerOf(request.headers, `abort ${id}`, request.body) };
    const handle = context.client.workflow.getHandle(releaseWorkflow(id));
    try {
      await askTemporal(context.client, async () => handle.signal(abort, act));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw await hasEnded(context, id);
      throw error;
    }
    const taken: AbortTaken = { id, state: 'abort requested' };
    return reply.code(202).send(taken);
  });
}
