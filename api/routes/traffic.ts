import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { ActivityFailure, TimeoutFailure } from '@temporalio/common';
import { z } from 'zod';
import { laneStatus, type LaneStatus } from '../../workflows/lane-messages.ts';
import type { Measured, MeasureInput } from '../../workflows/measure-messages.ts';
import { actQueue } from '../../workflows/queues.ts';
import { answers } from '../answers.ts';
import type { Principal } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { laneParts, laneWorkflow } from '../releases/workflow-ids.ts';
import { isUnanswered } from '../temporal-errors.ts';
import { laneId } from '../wire/names.ts';
import { traffic, trafficQuery, type Traffic } from '../wire/traffic.ts';
import type { App } from './index.ts';

/** How long histories may be read, beside the watching, in milliseconds. */
const LONGEST_READ = 180_000;

/** GET /v1/lanes/:lane/traffic: what the live side does, read from its metrics; nothing is changed. */
export function addTraffic(app: App, context: ApiContext): void {
  const schema = {
    summary: 'Requests and bad requests of what is live, over the past that its sources keep, or as watched',
    tags: ['lanes'],
    params: z.object({ lane: laneId }),
    querystring: trafficQuery,
    response: answers(
      { 200: traffic },
      'invalid_request',
      'lane_not_found',
      'service_not_found',
      'environment_not_found',
      'nothing_live',
      'lane_not_idle',
      'config_invalid',
      'target_unreadable',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/lanes/:lane/traffic', { schema, config: { role: 'viewer' } }, async (request) => {
    const { lane } = request.params;
    const { watched, run } = request.query;
    return resultOf(context, lane, run ?? (await begin(context, request.principal, lane, watched)));
  });
}

/** Begins to measure, or joins who does already; gives the run. */
async function begin(context: ApiContext, who: Principal, lane: string, watched: number): Promise<string> {
  const input = await inputFor(context, who, lane, watched);
  const { client, settings } = context;
  const handle = await client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
    client.workflow.start('measure', {
      workflowId: workflowOf(lane),
      taskQueue: actQueue(settings.temporal.taskQueue),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowExecutionTimeout: watched + LONGEST_READ,
      args: [input],
    }),
  );
  return handle.firstExecutionRunId;
}

async function inputFor(
  { client, ...context }: ApiContext,
  who: Principal,
  lane: string,
  watched: number,
): Promise<MeasureInput> {
  const { live, running } = await statusOf(client, lane);
  if (running !== null) {
    const share = 'what is live has a part of the traffic only';
    throw new ApiError('lane_not_idle', `${running.id} runs in this lane, so ${share}; wait for its end`);
  }
  if (live === null) {
    const next = 'release or adopt something first, or give --rate and --errors';
    throw new ApiError('nothing_live', `nothing serves in ${lane} that Sluice knows of; ${next}`);
  }
  const { service, environment } = laneParts(lane);
  const plan = await findPlan({ client, ...context }, who, service, environment);
  return { schemaVersion: 1, lane, plan, live, watched };
}

async function statusOf(client: ApiContext['client'], lane: string): Promise<LaneStatus> {
  const handle = client.workflow.getHandle(laneWorkflow(lane));
  try {
    return await client.withDeadline(Date.now() + ACT_PATIENCE, async () => handle.query(laneStatus));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new ApiError('lane_not_found', `nothing was ever released or adopted in ${lane}`);
  }
}

/** The result of a run, or that it is not there after 5 s. */
async function resultOf({ client }: ApiContext, lane: string, run: string): Promise<Traffic> {
  const handle = client.workflow.getHandle<(input: MeasureInput) => Promise<Measured>>(workflowOf(lane), run);
  try {
    const result = await client.withDeadline(Date.now() + ACT_PATIENCE, async () => handle.result());
    return { state: 'measured', ...result };
  } catch (error) {
    if (error instanceof WorkflowFailedError) throw unreadable(error);
    if (!isUnanswered(error)) throw error;
    return { state: 'measuring', run };
  }
}

function workflowOf(lane: string): string {
  return `measure/${lane}`;
}

function unreadable({ cause }: WorkflowFailedError): ApiError {
  if (cause instanceof TimeoutFailure) {
    return new ApiError('worker_unavailable', 'no worker has measured it in time; see that a worker runs');
  }
  // The words of the activity: what lies deeper is only what the system said.
  const said = cause instanceof ActivityFailure ? (cause.cause ?? cause) : cause;
  return new ApiError(
    'target_unreadable',
    `the traffic cannot be measured: ${said?.message ?? 'it was ended'}`,
  );
}
