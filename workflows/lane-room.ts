/**
 * Whether a lane has room for what is asked of it: how much may wait to be written to its chain, and how long its
 * history may get. Checked before an update is taken in, so that a refusal leaves no trace in the history.
 */
import { ApplicationFailure } from '@temporalio/workflow';
import { bytesOf } from './bytes.ts';
import { wasAdopted } from './lane-adopt.ts';
import { remembered } from './lane-answers.ts';
import { checkHistory } from './lane-history.ts';
import type { Adoption, LaneState, RollbackRequest, Submission } from './lane-messages.ts';

/** Of acts that no line of the chain holds yet, in bytes. A rollback and a hotfix are refused much later than the rest. */
const MOST_UNWRITTEN = { ordinary: 100_000, urgent: 250_000 } as const;

/**
 * Throws `audit_behind` for a submit where too much waits, and `lane_busy` where the history has no room for one that
 * is not urgent; a repeat is answered as before, whatever waits.
 */
export function checkSubmit(state: LaneState, submission: Submission): void {
  if (remembered(state, submission, Date.now()) !== undefined) return;
  checkWritten(state, submission.kind === 'release' ? 'ordinary' : 'urgent');
  if (submission.kind === 'release') checkHistory(state, 'lane_busy');
}

/** The same for a rollback, which is urgent. */
export function checkRollback(state: LaneState, request: RollbackRequest): void {
  if (remembered(state, request, Date.now()) === undefined) checkWritten(state, 'urgent');
}

/** The same for an adopt; where the history has no room it throws `lane_not_idle`. */
export function checkAdopt(state: LaneState, adoption: Adoption): void {
  if (wasAdopted(state, adoption) !== undefined) return;
  checkWritten(state, 'ordinary');
  checkHistory(state, 'lane_not_idle');
}

function checkWritten({ audit }: LaneState, urgency: keyof typeof MOST_UNWRITTEN): void {
  const bytes = bytesOf(audit.pending);
  if (bytes <= MOST_UNWRITTEN[urgency]) return;
  const next = 'see that the archive can be written, then repeat the request with the same Idempotency-Key';
  throw ApplicationFailure.nonRetryable(
    `acts of ${bytes} bytes in this lane wait to be written to the audit; ${next}`,
    'audit_behind',
  );
}
