import { WithStartWorkflowOperation } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { actQueue } from '../../workflows/queues.ts';
import { REGISTRY, type KeyConflict, type RegistryInput } from '../../workflows/registry-messages.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { forgetRegistry } from './read-registry.ts';

/**
 * Asks the registry to act; it begins to exist where it did not. What is read of it afterwards, in this process, has the
 * change. Throws `idempotency_key_reused`, and Temporal's errors: one that did not answer within 5 s may still act, so
 * a repeat has to carry the same idempotency key.
 */
export async function askRegistry<Answer extends { state: string }, Said>(
  { client, settings }: Pick<ApiContext, 'client' | 'settings'>,
  update: UpdateDefinition<Answer | KeyConflict, [Said]>,
  said: Said,
): Promise<Answer> {
  const input: RegistryInput = { schemaVersion: 1 };
  const startWorkflowOperation = new WithStartWorkflowOperation('registry', {
    workflowId: REGISTRY,
    taskQueue: actQueue(settings.temporal.taskQueue),
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [input],
  });
  try {
    const answer = await client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
      client.workflow.executeUpdateWithStart(update, { args: [said], startWorkflowOperation }),
    );
    if (!isConflict(answer)) return answer;
  } finally {
    forgetRegistry(client);
  }
  throw new ApiError(
    'idempotency_key_reused',
    'this Idempotency-Key came with another body before; use a new key for a new request',
  );
}

function isConflict<Answer extends { state: string }>(answer: Answer | KeyConflict): answer is KeyConflict {
  return answer.state === 'conflict';
}
