import { WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';
import { actQueue } from '../workflows/queues.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { fromTemporal } from './temporal-errors.ts';

/** A workflow that is run for its answer. */
interface Run<Input> {
  /** Its type. */
  type: string;
  /** Holds the idempotency key. */
  id: string;
  input: Input;
  /** How long it may take, in milliseconds: then it ends, and nothing of it is done behind anybody's back. */
  within: number;
  /** What to say where nothing has come of it, such as `no worker sent the test event`. */
  otherwise: string;
}

/**
 * Runs a workflow and waits for its answer. Under an id that came before, the answer is that of the first time, and
 * nothing is done, for as long as Temporal remembers it; one that ended without an answer runs again. Throws
 * `worker_unavailable` after its time, and Temporal's own errors.
 */
export async function runOnce<Input, Answer>(
  { client, settings }: Pick<ApiContext, 'client' | 'settings'>,
  { type, id: workflowId, input, within, otherwise }: Run<Input>,
): Promise<Answer> {
  type Workflow = (input: Input) => Promise<Answer>;
  try {
    return await client.withDeadline(Date.now() + within, async () => {
      const handle = await client.workflow
        .start<Workflow>(type, {
          workflowId,
          taskQueue: actQueue(settings.temporal.taskQueue),
          workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowExecutionTimeout: within,
          args: [input],
        })
        .catch((error: unknown) => {
          if (error instanceof WorkflowExecutionAlreadyStartedError) {
            return client.workflow.getHandle<Workflow>(workflowId);
          }
          throw error;
        });
      return handle.result();
    });
  } catch (error) {
    const late = error instanceof WorkflowFailedError && error.cause instanceof TimeoutFailure;
    if (!late && fromTemporal(error)?.code !== 'worker_unavailable') throw error;
    throw new ApiError('worker_unavailable', `${otherwise} within ${within / 1000} s; is one running?`);
  }
}
