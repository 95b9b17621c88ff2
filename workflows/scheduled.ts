import {
  ActivityCancellationType,
  ApplicationFailure,
  patched,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { ScheduledActivities } from '../activities/scheduled/types.ts';
import { CATCH_UP } from '../config/deadlines.ts';
import { actQueue, queuePrefix } from './queues.ts';
import { authorsOf } from './scheduled-authors.ts';
import type { ScheduledInput, ScheduledResult } from './scheduled-messages.ts';
import { scheduledStartTime } from './search-attributes.ts';

/**
 * One run of a schedule: finds the version, and asks the lane for a release of it. What the lane refuses is a result;
 * what cannot be found, or a service file with mistakes, is a failure, upon which Temporal pauses the schedule. Temporal
 * begins a run in time also where no worker is there: what could only be released long after is missed, and noted.
 */
export async function scheduled(input: ScheduledInput): Promise<ScheduledResult> {
  const { workflowId, taskQueue } = workflowInfo();
  const { findScheduled, submitScheduled, noteMissed } = proxyActivities<ScheduledActivities>({
    taskQueue: actQueue(queuePrefix(taskQueue)),
    startToCloseTimeout: '11m',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 6 },
  });
  const due = dueTime();
  const notAfter = due + CATCH_UP;
  const isLate = (): boolean => Date.now() > notAfter && patched('late-runs');
  const miss = async (): Promise<ScheduledResult> => {
    const minutes = Math.floor((Date.now() - due) / 60_000);
    const why = `it was due at ${new Date(due).toISOString()}, and could begin only ${minutes} minutes later`;
    await noteMissed({ lane: input.lane, name: input.name, run: workflowId, why });
    return { missed: why };
  };
  if (isLate()) return miss();
  const found = await findScheduled(input);
  if (isLate()) return miss();
  const authors = authorsOf(input, due);
  const answer = await submitScheduled({ ...input, ...found, key: workflowId, notAfter, authors });
  if (answer.state === 'late') return miss();
  if (answer.state === 'refused' && answer.code === 'lane_blocked') {
    throw ApplicationFailure.nonRetryable(answer.message, answer.code);
  }
  return { version: found.version, answer };
}

/** The time of the schedule that this run is for, in milliseconds since the epoch. */
function dueTime(): number {
  const { typedSearchAttributes, startTime } = workflowInfo();
  return (typedSearchAttributes.get(scheduledStartTime) ?? startTime).getTime();
}
