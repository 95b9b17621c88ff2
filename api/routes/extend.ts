import { z } from 'zod';
import { extendRelease } from '../acts/act-on-release.ts';
import { answers } from '../answers.ts';
import { callerOf, guardedHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ifMatched, meant } from '../etag.ts';
import { releaseId } from '../wire/names.ts';
import { releaseView } from '../wire/release.ts';
import { extendRequest } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/releases/:id/extend: the present deadline, of a hold or else of the present step, moves. */
export function addExtend(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Move the present deadline: of the hold, else of the bake, approval or keep',
    tags: ['acts'],
    params: z.object({ id: releaseId }),
    headers: guardedHeaders,
    body: extendRequest,
    response: answers(
      { 200: releaseView },
      'invalid_request',
      'precondition_failed',
      'precondition_required',
      'malformed_json',
      'reason_required',
      'forbidden',
      'release_not_found',
      'stale_act',
      'act_not_possible',
      'idempotency_key_reused',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/releases/:id/extend', { schema, config: { role: 'operator' } }, async (request) => {
    const { id } = request.params;
    const caller = callerOf(request, `extend ${id}`, request.body);
    const status = await ifMatched(caller, async () =>
      extendRelease(context, caller, id, meant(caller, request.body)),
    );
    return { ...status, stale: false };
  });
}
