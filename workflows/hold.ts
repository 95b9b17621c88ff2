/**
 * A hold: the release stands still, watched, and asks a person. It ends by a decision, or at its deadline:
 * before the cutover the release is reverted, after it the release stays where it is and pages again.
 */
import { CancelledFailure, condition } from '@temporalio/workflow';
import { record, requestStop, type Life } from './life.ts';

/** What somebody is asked about. */
export interface HoldRequest {
  reason: string;
  message: string;
  /** `promote` is an answer to it. */
  promotable: boolean;
  /** `retry` is an answer to it. */
  retryable: boolean;
}

/** Begins a hold and returns. While one stands already, another is added to the events only. */
export function raiseHold(life: Life, request: HoldRequest): void {
  record(life, 'held', `held: ${request.message}`, { page: true, data: { reason: request.reason } });
  if (life.hold !== null || life.stop !== null) return;
  const since = Date.now();
  const deadline = since + life.input.plan.holdDeadline;
  life.decision = null;
  life.hold = { ...request, since, deadline, onDeadline: life.cutOver ? 'stay' : 'revert' };
  life.turn += 1;
  void life.base.run(async () => endHold(life, request, deadline));
}

/** Holds and waits for the decision. A stop of the release cancels the wait. */
export async function hold(life: Life, request: HoldRequest): Promise<'promoted' | 'retried'> {
  raiseHold(life, request);
  await condition(() => life.hold === null);
  if (life.stop !== null || life.left !== null) throw new CancelledFailure(request.message);
  return life.decision ?? 'promoted';
}

/** Runs beside the steps, so that the deadline of a hold passes also while a step waits for longer. */
async function endHold(life: Life, request: HoldRequest, deadline: number): Promise<void> {
  const over = (): boolean => life.decision !== null || life.stop !== null || life.left !== null;
  if (!(await condition(over, deadline - Date.now()))) {
    const message = `nobody decided in time about: ${request.message}`;
    if (life.hold?.onDeadline === 'revert') {
      record(life, 'hold-ended', message);
      requestStop(life, { cause: 'deadline', message });
    } else {
      record(life, 'held', `${message}; it stays held until somebody does`, { page: true });
      if (life.hold !== null) delete life.hold.deadline;
      await condition(over);
    }
  }
  life.hold = null;
  life.turn += 1;
}
