import { z } from 'zod';
import { adoptLane } from '../acts/adopt-lane.ts';
import { answers } from '../answers.ts';
import { callerOf, guardedHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ifMatched } from '../etag.ts';
import { adoptBody, adopted } from '../wire/lane.ts';
import { laneId } from '../wire/names.ts';
import type { App } from './index.ts';

/** POST /v1/lanes/:lane/adopt: says what serves in a lane; it is read and compared, and nothing is written. */
export function addAdopt(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Take over what already serves in a lane, or end its block',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    headers: guardedHeaders,
    body: adoptBody,
    response: answers(
      { 200: adopted },
      'invalid_request',
      'precondition_failed',
      'malformed_json',
      'reason_required',
      'forbidden',
      'service_not_found',
      'environment_not_found',
      'adopt_mismatch',
      'lane_not_idle',
      'config_invalid',
      'idempotency_key_reused',
      'target_unreadable',
      'audit_behind',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/lanes/:lane/adopt', { schema, config: { role: 'admin' } }, async (request) => {
    const { lane } = request.params;
    const caller = callerOf(request, `adopt ${lane}`, request.body);
    return ifMatched(caller, async () => adoptLane(context, caller, lane, request.body));
  });
}
