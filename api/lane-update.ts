import { WithStartWorkflowOperation } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { LaneInput } from '../workflows/lane-messages.ts';
import { actQueue } from '../workflows/queues.ts';
import { sluiceEnvironment, sluiceService } from '../workflows/search-attributes.ts';
import type { ApiContext } from './context.ts';
import { laneParts, laneWorkflow } from './releases/workflow-ids.ts';

/** How long a lane or a release may take to answer an act, in milliseconds. */
export const ACT_PATIENCE = 5000;

/**
 * Asks a lane, which begins to exist where it did not. Throws Temporal's errors; a lane that did not answer
 * within 5 s may still act later, so a repeat has to carry the same idempotency key.
 */
export async function askLane<Answer, Said>(
  { client, settings }: ApiContext,
  lane: string,
  update: UpdateDefinition<Answer, [Said]>,
  said: Said,
): Promise<Answer> {
  const { service, environment } = laneParts(lane);
  const input: LaneInput = { schemaVersion: 1, lane };
  const startWorkflowOperation = new WithStartWorkflowOperation('lane', {
    workflowId: laneWorkflow(lane),
    taskQueue: actQueue(settings.temporal.taskQueue),
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [input],
    typedSearchAttributes: [
      { key: sluiceService, value: service },
      { key: sluiceEnvironment, value: environment },
    ],
  });
  return client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
    client.workflow.executeUpdateWithStart(update, { args: [said], startWorkflowOperation }),
  );
}
