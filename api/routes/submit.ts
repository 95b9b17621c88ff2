import { submit } from '../../workflows/lane-messages.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { askLane } from '../lane-update.ts';
import { toSubmitted } from '../submitted.ts';
import { submitBody, submitted } from '../wire/submit.ts';
import type { App } from './index.ts';

/** POST /v1/releases: asks the lane for a release of a version. */
export function addSubmit(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Start a release',
    tags: ['releases'],
    headers: actHeaders,
    body: submitBody,
    response: answers(
      { 200: submitted, 202: submitted },
      'invalid_request',
      'malformed_json',
      'reason_required',
      'service_not_found',
      'environment_not_found',
      'lane_busy',
      'lane_blocked',
      'config_invalid',
      'idempotency_key_reused',
      'target_unreadable',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/releases', { schema }, async (request, reply) => {
    const { service, environment, ...said } = request.body;
    const urgent = said.kind === 'hotfix';
    if (urgent && said.reason.trim() === '') {
      throw new ApiError('reason_required', 'a hotfix skips every comparison; say why');
    }
    const caller = callerOf(request.headers, 'submit', request.body);
    const plan = await findPlan(context, service, environment, urgent ? 'fast' : 'careful');
    const lane = `${service}.${environment}`;
    const answer = await askLane(context, lane, submit, { ...said, ...caller, plan });
    const { code, body } = toSubmitted(answer);
    if (body.id !== null) reply.header('location', `/v1/releases/${body.id}`);
    return reply.code(code).send(body);
  });
}
