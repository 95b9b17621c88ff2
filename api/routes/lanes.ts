import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { laneStatus } from '../../workflows/lane-messages.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { sendTagged } from '../etag.ts';
import { readLanes } from '../lanes/read-lanes.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { pageByKey } from '../page-by-key.ts';
import { readLookedAt } from '../releases/heartbeat.ts';
import { laneWorkflow } from '../releases/workflow-ids.ts';
import { laneList, laneQuery, laneView, type LaneList, type LaneView } from '../wire/lane.ts';
import { laneId } from '../wire/names.ts';
import type { App } from './index.ts';

/** GET /v1/lanes and GET /v1/lanes/:lane. */
export function addLanes(app: App, context: ApiContext): void {
  const list = {
    summary:
      'Lanes that ever had a release: what is live, runs, waits and blocks in each, and how its router was found',
    tags: ['lanes'],
    querystring: laneQuery,
    response: answers({ 200: laneList }, 'invalid_request', 'temporal_unavailable'),
  };
  app.get('/v1/lanes', { schema: list, config: { role: 'viewer' } }, async ({ query, principal }) =>
    listLanes(context, query, (lane) => may(principal, 'viewer', lane)),
  );

  const one = {
    summary: 'Show one lane: what is live, runs, waits, was before, and how its router was found',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    response: answers(
      { 200: laneView },
      'invalid_request',
      'lane_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/lanes/:lane', { schema: one, config: { role: 'viewer' } }, async (request, reply) => {
    const lane = await showLane(context, request.params.lane);
    return sendTagged(request, reply, lane.token ?? '-', lane);
  });
}

async function listLanes(
  context: ApiContext,
  { service, environment, ...asked }: z.output<typeof laneQuery>,
  maySee: (lane: string) => boolean,
): Promise<LaneList> {
  const lanes = (await readLanes(context)).filter(
    (row) =>
      maySee(row.lane) &&
      (service === undefined || row.service === service) &&
      (environment === undefined || row.environment === environment),
  );
  const { page, ...more } = pageByKey(lanes, { list: 'lanes', keyOf: ({ lane }) => lane, ...asked });
  return { lanes: page, ...more };
}

async function showLane({ client }: ApiContext, lane: string): Promise<LaneView> {
  const handle = client.workflow.getHandle(laneWorkflow(lane));
  try {
    return await client.withDeadline(Date.now() + ACT_PATIENCE, async () => {
      const [status, description] = await Promise.all([handle.query(laneStatus), handle.describe()]);
      const { router } = status;
      const lookedAt = await readLookedAt(client, description);
      return { ...status, router: router === null ? null : { ...router, lookedAt } };
    });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new ApiError('lane_not_found', `nothing was ever released or adopted in ${lane}`);
  }
}
