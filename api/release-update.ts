import { WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { GuardedAct, ReleaseStatus } from '../workflows/messages.ts';
import { updateId } from './caller.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { ACT_PATIENCE } from './lane-update.ts';
import { readRelease } from './releases/read.ts';
import { releaseWorkflow } from './releases/workflow-ids.ts';

/** Asks a release to act, and answers how it stands then. The release itself refuses what it cannot do. */
export async function askRelease<Said extends GuardedAct>(
  context: ApiContext,
  id: string,
  update: UpdateDefinition<ReleaseStatus, [Said]>,
  act: Said,
): Promise<ReleaseStatus> {
  const handle = context.client.workflow.getHandle(releaseWorkflow(id));
  try {
    return await context.client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
      handle.executeUpdate(update, { args: [act], ...updateId(act) }),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await hasEnded(context, id);
    throw error;
  }
}

/** What to say of an act on a release whose workflow does not run. Throws where there is no such release. */
export async function hasEnded(context: ApiContext, id: string): Promise<ApiError> {
  const { outcome, sentence } = await readRelease(context, id);
  return new ApiError('act_not_possible', `${id} has ended (${outcome ?? 'unknown'}): ${sentence}`);
}
