import { WorkflowNotFoundError } from '@temporalio/client';
import { approveDeployment, rejectDeployment } from '../../workflows/protection-messages.ts';
import { updateId, type Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { protectionWorkflow, readProtection } from '../protections.ts';
import type { ProtectionView } from '../wire/protection.ts';
import { allowed } from './allowed.ts';

const updates = { approve: approveDeployment, reject: rejectDeployment } as const;

/**
 * Approves or rejects a deployment that GitHub holds back, as an approver of the lane that it stands for. Throws
 * `deployment_not_found`, and what the deployment itself refuses.
 */
export async function answerDeployment(
  context: ApiContext,
  caller: Caller,
  id: string,
  answer: keyof typeof updates,
  reason: string,
): Promise<ProtectionView> {
  const { lane, state, sentence } = await readProtection(context, id);
  const act = allowed(caller, 'approver', lane, reason);
  const handle = context.client.workflow.getHandle(protectionWorkflow(id));
  try {
    return await context.client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
      handle.executeUpdate(updates[answer], { args: [act], ...updateId(act) }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new ApiError('act_not_possible', `deployment ${id} was answered already (${state}): ${sentence}`);
  }
}
