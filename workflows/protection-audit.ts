/** What people do to a deployment that waits, handed to the lane that it stands for, whose chain of acts holds it. */
import {
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  patched,
  sleep,
  startChild,
  TemporalFailure,
} from '@temporalio/workflow';
import type { AuditActName, Who } from './audit-messages.ts';
import { acted, type LaneAct } from './lane-messages.ts';
import type { lane as laneWorkflow } from './lane.ts';
import type { ProtectionInput } from './protection-messages.ts';
import type { Protection } from './protection-state.ts';
import { sluiceEnvironment, sluiceService } from './search-attributes.ts';

/** Between two tries to tell a lane that can neither be told nor started. */
const BETWEEN_TRIES = '10s';

/** Does an act, and notes it with how the deployment stood before and after it. */
export function actOnDeployment(
  life: Protection,
  act: Extract<AuditActName, `deployment-${string}`>,
  { actor, reason, source, breakGlass }: Who,
  apply: () => void,
): void {
  const { id, repository } = life.input;
  const before = standing(life);
  apply();
  life.done.push({
    at: Date.now(),
    act,
    actor,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(breakGlass === undefined ? {} : { breakGlass }),
    subject: `deployment ${id} of ${repository}`,
    before,
    after: standing(life),
  });
}

/** Hands every act to the lane, once each, for as long as the deployment waits. */
export async function tellLane(life: Protection): Promise<void> {
  let told = 0;
  for (;;) {
    await condition(() => life.done.length > life.handed);
    const upTo = life.done.length;
    if (patched('deployment-audited')) {
      await tell(life.input, life.done.slice(told, upTo));
      told = upTo;
    }
    life.handed = upTo;
  }
}

/** Whether the lane was told of everything up to now. */
export function laneKnows({ done, handed }: Protection): boolean {
  return handed === done.length;
}

/** A lane begins to exist with the first act in it, and what only GitHub deploys has had none. */
async function tell({ lane, sha: version }: ProtectionInput, acts: LaneAct[]): Promise<void> {
  while (!(await succeeds(getExternalWorkflowHandle(`lane/${lane}`).signal(acted, { version, acts })))) {
    if (!(await succeeds(startLane(lane)))) await sleep(BETWEEN_TRIES);
  }
}

async function startLane(lane: string): Promise<unknown> {
  const [service = '', environment = ''] = lane.split('.');
  return startChild<typeof laneWorkflow>('lane', {
    workflowId: `lane/${lane}`,
    args: [{ schemaVersion: 1, lane }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [
      { key: sluiceService, value: service },
      { key: sluiceEnvironment, value: environment },
    ],
  });
}

async function succeeds(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof TemporalFailure) return false;
    throw error;
  }
}

/** How a deployment stands, in what an act may change of it. */
function standing({ decision, approvals, input }: Protection): Record<string, unknown> {
  return {
    state: decision?.state ?? 'waiting',
    approvals: approvals.length,
    approvalsNeeded: input.required.approvals,
  };
}
