import { z } from 'zod';
import { rollbackLane } from '../acts/rollback-lane.ts';
import { answers } from '../answers.ts';
import { callerOf, guardedHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ifMatched } from '../etag.ts';
import { laneId } from '../wire/names.ts';
import { rollbackBody, submitted } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/lanes/:lane/rollback: a release of a version that was known good, by the fast steps. */
export function addRollback(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Go back to a version that was known good: deploy, smoke, cutover, keep',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    headers: guardedHeaders,
    body: rollbackBody,
    response: answers(
      { 200: submitted, 202: submitted },
      'invalid_request',
      'precondition_failed',
      'malformed_json',
      'reason_required',
      'forbidden',
      'service_not_found',
      'environment_not_found',
      'ambiguous_target',
      'lane_busy',
      'lane_blocked',
      'not_known_good',
      'config_invalid',
      'idempotency_key_reused',
      'target_unreadable',
      'audit_behind',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/lanes/:lane/rollback', { schema, config: { role: 'operator' } }, async (request, reply) => {
    const { lane } = request.params;
    const caller = callerOf(request, `rollback ${lane}`, request.body);
    const { code, body } = await ifMatched(caller, async () =>
      rollbackLane(context, caller, lane, request.body),
    );
    if (body.id !== null) reply.header('location', `/v1/releases/${body.id}`);
    return reply.code(code).send(body);
  });
}
