import type { Step } from '../../config/plan.ts';
import { hold } from '../hold.ts';
import { revertNow, type Life } from '../life.ts';
import { waitUntil } from '../waiting.ts';
import { keepWatching } from '../watching.ts';

/** Waits for people. Nobody counts twice, and the author of the release does not count. */
export async function approve(life: Life, step: Extract<Step, { kind: 'approve' }>): Promise<string> {
  life.approvals = [];
  const deadline = Date.now() + step.deadline;
  await keepWatching(life);
  if (!(await waitUntil(life, deadline, () => life.approvals.length >= step.count))) {
    const message = `${life.approvals.length} of ${step.count} approvals when the deadline passed`;
    if (step.onDeadline === 'revert') return revertNow(life, { cause: 'deadline', message });
    await hold(life, { reason: 'approval', message, promotable: false, retryable: true });
    return approve(life, step);
  }
  return `approved by ${life.approvals.map((approval) => approval.actor).join(', ')}`;
}
