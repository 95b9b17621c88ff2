import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { laneStatus } from '../../workflows/lane-messages.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { readLookedAt } from '../releases/heartbeat.ts';
import { readLaneMemo } from '../releases/lane-memo.ts';
import { runningReleases } from '../releases/list.ts';
import { LANES } from '../releases/visibility.ts';
import { laneParts, laneWorkflow } from '../releases/workflow-ids.ts';
import { laneList, laneView, type LaneList, type LaneView } from '../wire/lane.ts';
import { laneId } from '../wire/names.ts';
import type { App } from './index.ts';

/** GET /v1/lanes and GET /v1/lanes/:lane. */
export function addLanes(app: App, context: ApiContext): void {
  const list = {
    summary:
      'Lanes that ever had a release: what is live, runs, waits and blocks in each, and how its router was found',
    tags: ['lanes'],
    response: answers({ 200: laneList }, 'temporal_unavailable'),
  };
  app.get('/v1/lanes', { schema: list, config: { role: 'viewer' } }, async ({ principal }) => {
    const { lanes } = await listLanes(context);
    return { lanes: lanes.filter(({ lane }) => may(principal, 'viewer', lane)) };
  });

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
  app.get('/v1/lanes/:lane', { schema: one, config: { role: 'viewer' } }, async (request) =>
    showLane(context, request.params.lane),
  );
}

async function listLanes(context: ApiContext): Promise<LaneList> {
  const running = new Map((await runningReleases(context)).map((row) => [row.lane, row]));
  const lanes: LaneList['lanes'] = [];
  await askTemporal(context.client, async () => {
    for await (const { workflowId, memo } of context.client.workflow.list({ query: LANES })) {
      const lane = workflowId.replace(/^lane\//, '');
      lanes.push({ lane, ...laneParts(lane), ...readLaneMemo(memo), running: running.get(lane) ?? null });
    }
  });
  return { lanes: lanes.toSorted((a, b) => (a.lane < b.lane ? -1 : 1)) };
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
