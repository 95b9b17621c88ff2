/** What people may do to a deployment that waits. */
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import type { Act } from './messages.ts';
import { actOnDeployment } from './protection-audit.ts';
import {
  approveDeployment,
  protectionStatus,
  rejectDeployment,
  type ProtectionStatus,
} from './protection-messages.ts';
import { statusOf, type Protection } from './protection-state.ts';

/** Sets the handlers. Validators refuse, and a repeat with the same key changes nothing. */
export function handleProtection(life: Protection): void {
  setHandler(protectionStatus, () => statusOf(life));
  handle(life, approveDeployment, 'approve', refuseApproval, (act) => {
    const { actor, reason } = act;
    actOnDeployment(life, 'deployment-approved', act, () => {
      life.approvals.push({ actor, at: Date.now(), reason });
    });
  });
  handle(life, rejectDeployment, 'reject', refuseRejection, (act) => {
    const { actor, reason } = act;
    actOnDeployment(life, 'deployment-rejected', act, () => {
      life.decision = { state: 'rejected', sentence: `rejected by ${actor}: ${reason}` };
    });
  });
}

function handle(
  life: Protection,
  definition: UpdateDefinition<ProtectionStatus, [Act]>,
  name: string,
  refuse: (life: Protection, act: Act) => ApplicationFailure | undefined,
  apply: (act: Act) => void,
): void {
  const { keys } = life.state;
  setHandler(
    definition,
    (act) => {
      if (act.key === undefined || keys[act.key] === undefined) {
        if (act.key !== undefined) keys[act.key] = `${name} ${act.bodyHash ?? ''}`;
        apply(act);
      }
      return statusOf(life);
    },
    {
      validator: (act: Act) => {
        const before = act.key === undefined ? undefined : keys[act.key];
        if (before === `${name} ${act.bodyHash ?? ''}`) return;
        if (before !== undefined) {
          const message = 'this Idempotency-Key came with another request before; use a new key';
          throw refusal('idempotency_key_reused', message);
        }
        const refused = refuse(life, act);
        if (refused !== undefined) throw refused;
      },
    },
  );
}

function refuseApproval(life: Protection, { actor }: Act): ApplicationFailure | undefined {
  const decided = refuseDecided(life);
  if (decided !== undefined) return decided;
  if (life.input.required.approvals === 0) {
    return refusal('act_not_possible', 'this deployment waits for no person');
  }
  if (actor === life.input.actor) {
    return refusal(
      'approval_by_author',
      `${actor} asks for this deployment; somebody else has to approve it`,
    );
  }
  const before = life.approvals.some((approval) => approval.actor === actor);
  return before ? refusal('act_not_possible', `${actor} has approved already`) : undefined;
}

function refuseRejection(life: Protection, { reason }: Act): ApplicationFailure | undefined {
  const decided = refuseDecided(life);
  if (decided !== undefined || reason.trim() !== '') return decided;
  return refusal('reason_required', 'a rejection needs a reason; say why');
}

function refuseDecided({ decision }: Protection): ApplicationFailure | undefined {
  if (decision === null) return undefined;
  return refusal('act_not_possible', `it is decided already: ${decision.state}: ${decision.sentence}`);
}

function refusal(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
