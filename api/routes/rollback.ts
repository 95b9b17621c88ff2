import { z } from 'zod';
import { rollback } from '../../workflows/lane-messages.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { askLane } from '../lane-update.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { toSubmitted } from '../submitted.ts';
import { laneId } from '../wire/names.ts';
import { rollbackBody, submitted } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/lanes/:lane/rollback: a release of a version that was known good, by the fast steps. */
export function addRollback(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Go back to a version that was known good: deploy, smoke, cutover, keep',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    headers: actHeaders,
    body: rollbackBody,
    response: answers(
      { 200: submitted, 202: submitted },
      'invalid_request',
      'malformed_json',
      'reason_required',
      'service_not_found',
      'environment_not_found',
      'ambiguous_target',
      'lane_busy',
      'lane_blocked',
      'not_known_good',
      'config_invalid',
      'idempotency_key_reused',
      'target_unreadable',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/lanes/:lane/rollback', { schema }, async (request, reply) => {
    const { lane } = request.params;
    if (request.body.reason.trim() === '') {
      throw new ApiError('reason_required', 'a rollback skips every comparison; say why');
    }
    const { service, environment } = laneParts(lane);
    const plan = await findPlan(context, service, environment, 'fast');
    const caller = callerOf(request.headers, `rollback ${lane}`, request.body);
    const { code, body } = toSubmitted(
      await askLane(context, lane, rollback, { ...request.body, ...caller, plan }),
    );
    if (body.id !== null) reply.header('location', `/v1/releases/${body.id}`);
    return reply.code(code).send(body);
  });
}
