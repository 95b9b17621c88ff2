import {
  ActivityCancellationType,
  ApplicationFailure,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { ScheduledActivities } from '../activities/scheduled/types.ts';
import { actQueue, queuePrefix } from './queues.ts';
import type { ScheduledInput, ScheduledResult } from './scheduled-messages.ts';

/**
 * One run of a schedule: finds the version, and asks the lane for a release of it. What the lane refuses is a result;
 * what cannot be found, or a service file with mistakes, is a failure, upon which Temporal pauses the schedule.
 */
export async function scheduled(input: ScheduledInput): Promise<ScheduledResult> {
  const { findScheduled, submitScheduled } = proxyActivities<ScheduledActivities>({
    taskQueue: actQueue(queuePrefix(workflowInfo().taskQueue)),
    startToCloseTimeout: '11m',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 6 },
  });
  const found = await findScheduled(input);
  const answer = await submitScheduled({ ...input, ...found, key: workflowInfo().workflowId });
  if (answer.state === 'refused' && answer.code === 'lane_blocked') {
    throw ApplicationFailure.nonRetryable(answer.message, answer.code);
  }
  return { version: found.version, answer };
}
