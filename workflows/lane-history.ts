/**
 * How long the history of a lane gets. It begins anew once it is long and no release runs, since the end of a child
 * reaches the run that started it. Until then Temporal takes 2,000 updates, and ends the lane at 50 MB.
 */
import { allHandlersFinished, ApplicationFailure, condition, patched } from '@temporalio/workflow';
import { bytesOf } from './bytes.ts';
import type { Guard } from './lane-guard-state.ts';
import { historyIsLong, historyIsTooLong } from './long-history.ts';
import type { LaneState } from './lane-messages.ts';

/** Of acts that no line of the chain holds yet, in bytes: the next run is handed them with all else that is kept. */
const MOST_UNWRITTEN = 250_000;

/** Throws `code` where so much was taken in while one release ran that what is left is kept for what is urgent. */
export function checkHistory(
  { running }: Pick<LaneState, 'running'>,
  code: 'lane_busy' | 'lane_not_idle',
): void {
  if (running === null || !historyIsTooLong()) return;
  const next = `wait for the end of ${running.id}, or abort it`;
  throw ApplicationFailure.nonRetryable(
    `the lane has taken in too much since ${running.id} began, and takes a rollback or a hotfix alone; ${next}`,
    code,
  );
}

/**
 * Waits until the history is long and may begin anew: nothing goes on, and the acts that wait to be written are few.
 * Those of a release come by signals, which cannot be refused.
 */
export async function untilBeginsAnew(guard: Pick<Guard, 'state' | 'writing'>): Promise<void> {
  const { state } = guard;
  const isIdle = (): boolean => state.running === null && state.waiting === null && !guard.writing;
  const isWritten = (): boolean => bytesOf(state.audit.pending) <= MOST_UNWRITTEN;
  for (;;) {
    await condition(() => isIdle() && historyIsLong() && allHandlersFinished());
    if (isWritten() || !patched('lane-written-first')) return;
    await condition(isWritten);
  }
}
