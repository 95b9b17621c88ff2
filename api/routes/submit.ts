import { submit, type SubmitAnswer } from '../../workflows/lane-messages.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { askLane } from '../lane-update.ts';
import { submitBody, submitted, type Submitted } from '../wire/submit.ts';
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
    const caller = callerOf(request.headers, 'submit', request.body);
    const plan = await findPlan(context, service, environment);
    const lane = `${service}.${environment}`;
    const answer = await askLane(context, lane, submit, { ...said, ...caller, plan });
    const result = toSubmitted(answer);
    if (result.id !== null) reply.header('location', `/v1/releases/${result.id}`);
    return reply.code(isNew(answer) ? 202 : 200).send(result);
  });
}

function isNew(answer: SubmitAnswer): boolean {
  return answer.state === 'queued' || (answer.state === 'running' && !answer.existing);
}

function toSubmitted(answer: SubmitAnswer): Submitted {
  switch (answer.state) {
    case 'running':
    case 'live':
      return { id: answer.id, state: answer.state };
    case 'queued':
      return answer;
    case 'refused':
      throw new ApiError(answer.code, answer.message);
    case 'conflict':
      throw new ApiError(
        'idempotency_key_reused',
        'this Idempotency-Key came with another body before; use a new key for a new request',
      );
  }
}
