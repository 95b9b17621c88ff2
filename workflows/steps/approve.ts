import type { ApproveStep } from '../../config/plan.ts';
import { howMany, isApproved } from '../approvals.ts';
import { revertNow, type Life } from '../life.ts';
import { hold } from '../stand-still.ts';
import { waitUntil } from '../waiting.ts';
import { keepWatching } from '../watching.ts';

/** Waits for people. Nobody counts twice, and the author of the release does not count. */
export async function approve(life: Life, step: ApproveStep): Promise<string> {
  life.approvals = [];
  await keepWatching(life, step.deadline);
  const enough = (): boolean => isApproved(step, life.approvals);
  while ((await waitUntil(life, Date.now() + step.deadline, enough)) !== 'done') {
    const message = `${howMany(step, life.approvals)} when the deadline passed`;
    if (step.onDeadline === 'revert') return revertNow(life, { cause: 'deadline', message });
    await hold(life, { reason: 'approval', message, promotable: false, retryable: true });
  }
  return `approved by ${life.approvals.map((approval) => approval.actor).join(', ')}`;
}
