import { z } from 'zod';
import { adopt } from '../../workflows/lane-messages.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { askLane } from '../lane-update.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { adoptBody, adopted, type Adopted } from '../wire/lane.ts';
import { laneId } from '../wire/names.ts';
import type { App } from './index.ts';

/** POST /v1/lanes/:lane/adopt: says what serves in a lane; it is read and compared, and nothing is written. */
export function addAdopt(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Take over what already serves in a lane, or end its block',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    headers: actHeaders,
    body: adoptBody,
    response: answers(
      { 200: adopted },
      'invalid_request',
      'malformed_json',
      'service_not_found',
      'environment_not_found',
      'adopt_mismatch',
      'lane_not_idle',
      'config_invalid',
      'target_unreadable',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/lanes/:lane/adopt', { schema }, async (request): Promise<Adopted> => {
    const { lane } = request.params;
    const { service, environment } = laneParts(lane);
    const plan = await findPlan(context, service, environment);
    const caller = callerOf(request.headers, `adopt ${lane}`, request.body);
    const answer = await askLane(context, lane, adopt, { ...request.body, ...caller, plan });
    if (answer.state === 'refused') throw new ApiError(answer.code, answer.message);
    return { lane, state: 'adopted' };
  });
}
