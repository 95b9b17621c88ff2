/** A workflow that begins a long wait on the queue `watch`, stops it, and answers how long the stop took. */
import {
  ActivityCancellationType,
  CancellationScope,
  isCancellation,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { DrainRequest } from '../../../activities/drain-request.ts';
import type { WatchActivities } from '../../../activities/types.ts';
import { queuePrefix, watchQueue } from '../../../workflows/queues.ts';

/** Answers milliseconds from the request to the activity's end. */
export async function stopDrain(request: DrainRequest): Promise<number> {
  const { drain } = proxyActivities<WatchActivities>({
    taskQueue: watchQueue(queuePrefix(workflowInfo().taskQueue)),
    startToCloseTimeout: '60s',
    heartbeatTimeout: '40s',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  const scope = new CancellationScope();
  const draining = scope.run(() => drain(request)).catch((error: unknown) => error);
  await sleep('1s');
  const asked = Date.now();
  scope.cancel();
  const end = await draining;
  if (!isCancellation(end)) throw new Error(`It was not stopped: ${String(end)}`);
  return Date.now() - asked;
}
