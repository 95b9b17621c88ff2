import { WorkflowNotFoundError } from '@temporalio/client';
import { abort } from '../../workflows/messages.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { hasEnded } from '../release-update.ts';
import { laneOf, releaseWorkflow } from '../releases/workflow-ids.ts';
import type { AbortTaken } from '../wire/submit.ts';
import { allowed } from './allowed.ts';

/** Has a release undone, as an operator of its lane: taken also with no worker up. Throws `act_not_possible` after its end. */
export async function abortRelease(
  context: ApiContext,
  caller: Caller,
  id: string,
  reason: string,
): Promise<AbortTaken> {
  const act = allowed(caller, 'operator', laneOf(id), reason);
  const handle = context.client.workflow.getHandle(releaseWorkflow(id));
  try {
    await askTemporal(context.client, async () => handle.signal(abort, act));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await hasEnded(context, id);
    throw error;
  }
  return { id, state: 'abort requested' };
}
