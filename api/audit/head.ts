import { WorkflowNotFoundError } from '@temporalio/client';
import type { AuditHead } from '../../workflows/audit-messages.ts';
import { laneStatus, type LaneStatus } from '../../workflows/lane-messages.ts';
import { auditHead, REGISTRY } from '../../workflows/registry-messages.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { laneWorkflow } from '../releases/workflow-ids.ts';

/** What the owner of a chain says that it wrote last; null where that is nothing. Throws `lane_not_found`. */
export async function readHead(context: ApiContext, chain: string): Promise<AuditHead | null> {
  return chain === REGISTRY ? headOfRegistry(context) : headOfLane(context, chain);
}

async function headOfRegistry({ client }: ApiContext): Promise<AuditHead | null> {
  const handle = client.workflow.getHandle(REGISTRY);
  try {
    return await client.withDeadline(Date.now() + ACT_PATIENCE, async () => handle.query(auditHead));
  } catch (error) {
    // It begins to exist with the first act on it.
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function headOfLane({ client }: ApiContext, chain: string): Promise<AuditHead | null> {
  const handle = client.workflow.getHandle(laneWorkflow(chain));
  try {
    const status: Partial<LaneStatus> = await client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
      handle.query(laneStatus),
    );
    // A worker of an older version of Sluice says nothing of it.
    return status.audit ?? null;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new ApiError('lane_not_found', `nothing was ever released or adopted in ${chain}`);
  }
}
