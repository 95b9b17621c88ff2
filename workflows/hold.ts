/**
 * A hold: the release stands still, watched, and asks a person. It ends by a decision, or at its deadline:
 * before the cutover the release is reverted, after it the release stays where it is and pages again.
 */
import { condition } from '@temporalio/workflow';
import { isEnding, record, requestStop, type Held, type Life } from './life.ts';

/** What somebody is asked about. */
export interface HoldRequest {
  reason: string;
  message: string;
  /** `promote` is an answer to it. */
  promotable: boolean;
  /** `retry` is an answer to it. */
  retryable: boolean;
  /** Done after `retry` and before the hold ends. */
  onRetry?: () => Promise<void>;
}

/**
 * Holds the release until somebody decides; null when the release ends instead. Where another hold stands
 * already, this one is told at once and asked about after it. Nothing cancels it but the release's end.
 */
export async function ask(life: Life, request: HoldRequest): Promise<Held['decision']> {
  if (isEnding(life)) return null;
  const { onRetry, ...asked } = request;
  const since = Date.now();
  const held: Held = { ...asked, since, deadline: since + life.input.plan.holdDeadline, decision: null };
  record(life, 'held', `held: ${held.message}`, { page: true, data: { reason: held.reason } });
  life.holds.push(held);
  life.turn += 1;
  return life.base.run(async () => {
    await decided(life, held);
    if (held.decision === 'retried' && !isEnding(life)) await onRetry?.();
    life.holds.splice(life.holds.indexOf(held), 1);
    life.turn += 1;
    return isEnding(life) ? null : held.decision;
  });
}

/** Runs beside the steps, so that the deadline of a hold passes also while a step waits for longer. */
async function decided(life: Life, held: Held): Promise<void> {
  const over = (): boolean => held.decision !== null || isEnding(life);
  for (let end = held.deadline, passed = false; end !== undefined && !passed; end = held.deadline) {
    const moved = (): boolean => held.deadline !== end;
    const inTime = await condition(() => over() || moved(), Math.max(1, end - Date.now()));
    // What was decided at the last moment counts, and so does what waited for a worker.
    if (over()) return;
    passed = !inTime && !moved();
  }
  const message = `nobody decided in time about: ${held.message}`;
  if (!life.cutOver) {
    record(life, 'hold-ended', message);
    requestStop(life, { cause: 'deadline', message });
    return;
  }
  record(life, 'held', `${message}; it stays held until somebody does`, { page: true });
  delete held.deadline;
  await condition(over);
}
