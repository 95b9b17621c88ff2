import { z } from 'zod';
import { abortRelease } from '../acts/abort-release.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { releaseId } from '../wire/names.ts';
import { optionalReasonBody } from '../wire/reason-body.ts';
import { abortTaken } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/releases/:id/abort: a signal, taken also with no worker up; a second one changes nothing. */
export function addAbort(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Undo the release: traffic back to the known good side, then the candidate goes',
    tags: ['acts'],
    params: z.object({ id: releaseId }),
    headers: actHeaders,
    body: optionalReasonBody,
    response: answers(
      { 202: abortTaken },
      'invalid_request',
      'malformed_json',
      'reason_required',
      'forbidden',
      'release_not_found',
      'act_not_possible',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/releases/:id/abort', { schema, config: { role: 'operator' } }, async (request, reply) => {
    const { id } = request.params;
    const caller = callerOf(request, `abort ${id}`, request.body);
    return reply.code(202).send(await abortRelease(context, caller, id, request.body.reason));
  });
}
