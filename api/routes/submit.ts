import { startRelease } from '../acts/start-release.ts';
import { answers } from '../answers.ts';
import { callerOf, guardedHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ifMatched } from '../etag.ts';
import { submitBody, submitted } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/releases: asks the lane for a release of a version. */
export function addSubmit(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Start a release',
    tags: ['releases'],
    headers: guardedHeaders,
    body: submitBody,
    response: answers(
      { 200: submitted, 202: submitted },
      'invalid_request',
      'precondition_failed',
      'malformed_json',
      'reason_required',
      'forbidden',
      'service_not_found',
      'environment_not_found',
      'lane_busy',
      'lane_frozen',
      'lane_blocked',
      'config_invalid',
      'idempotency_key_reused',
      'target_unreadable',
      'audit_behind',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/releases', { schema, config: { role: 'operator' } }, async (request, reply) => {
    const caller = callerOf(request, 'submit', request.body);
    const { code, body } = await ifMatched(caller, async () => startRelease(context, caller, request.body));
    if (body.id !== null) reply.header('location', `/v1/releases/${body.id}`);
    return reply.code(code).send(body);
  });
}
