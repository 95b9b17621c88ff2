/** When an act is refused, and in which words. Nothing in here changes the release. */
import { ApplicationFailure } from '@temporalio/workflow';
import { refuseApprover } from './approvals.ts';
import { isEnding, stateToken, type Life } from './life.ts';
import { whyNotExtended } from './extend.ts';
import type { Act, GuardedAct, Hold } from './messages.ts';

/** The acts that are refused when they make no sense; abort is not among them. */
export type ActName =
  'approve' | 'promote' | 'pause' | 'resume' | 'extend' | 'retry' | 'leave' | 'override-freeze';

/** Steps that wait for something which `promote` can end. */
const PROMOTABLE: ReadonlySet<string> = new Set(['bake', 'ramp', 'keep']);

/** What is kept under an idempotency key: the same key with another act or body is another request. */
export function keyed(name: ActName | 'abort', act: Pick<Act, 'bodyHash'>): string {
  return `${name} ${act.bodyHash ?? ''}`;
}

/** Whether this act was done already under the same key. Throws `idempotency_key_reused` where it differs. */
export function isRepeat(life: Life, name: ActName, act: Act): boolean {
  const before = act.key === undefined ? undefined : life.keys.get(act.key);
  if (before === undefined) return false;
  if (before === keyed(name, act)) return true;
  throw refusal(
    'idempotency_key_reused',
    'this Idempotency-Key came with another request before; use a new key',
  );
}

/**
 * Throws why an act is refused: `stale_act`, `act_not_possible`, `reason_required`, `approval_by_author`,
 * `not_an_approver` or `idempotency_key_reused`. A repeat is not refused, however the release stands now.
 */
export function checkAct(life: Life, name: ActName, act: GuardedAct): void {
  if (isRepeat(life, name, act)) return;
  if (life.outcome !== undefined) throw notPossible(`the release has ended: ${life.outcome}`);
  if (life.left !== null) throw notPossible(`${life.left.actor} has let go of the release`);
  if (act.step !== life.step || act.token !== stateToken(life)) {
    const now = `step ${life.step}, token ${stateToken(life)}`;
    throw refusal('stale_act', `the release has moved on since you looked (it is at ${now}); look again`);
  }
  const refused = name === 'leave' ? needsReason('leave', act) : refuse(life, name, act);
  if (refused !== undefined) throw refused;
}

function needsReason(name: ActName, act: Act): ApplicationFailure | undefined {
  if (act.reason.trim() !== '') return undefined;
  return refusal('reason_required', `${name} needs a reason; say why`);
}

function refuse(
  life: Life,
  name: Exclude<ActName, 'leave'>,
  act: GuardedAct,
): ApplicationFailure | undefined {
  if (isEnding(life)) return notPossible('the release is being undone; only leave ends that');
  switch (name) {
    case 'approve':
      return refuseApproval(life, act);
    case 'promote':
      return refusePromotion(life);
    case 'pause':
      return life.pausedBy === null ? undefined : notPossible(`${life.pausedBy} paused the release already`);
    case 'resume':
      return life.pausedBy === null ? notPossible('the release is not paused') : undefined;
    case 'extend':
      return refuseExtension(life, act);
    case 'retry':
      return refuseRetry(life);
    case 'override-freeze':
      return needsReason(name, act);
  }
}

function refuseApproval(life: Life, act: GuardedAct): ApplicationFailure | undefined {
  const status = life.steps[life.step];
  const step = life.input.plan.steps[life.step];
  if (step?.kind !== 'approve' || status?.state !== 'running') {
    return notPossible('the present step is no approval');
  }
  if (life.holds[0]?.reason === 'approval')
    return notPossible('its deadline has passed; retry, then approve');
  const refused = refuseApprover(step, life.input, life.approvals, act);
  return refused === undefined ? undefined : refusal(refused.code, refused.message);
}

function refusePromotion(life: Life): ApplicationFailure | undefined {
  if (isOverBound(life))
    return notPossible('the evidence of harm is over its bound, or a rule has failed; retry, or abort');
  const [held] = life.holds;
  if (held !== undefined) {
    if (held.decision !== null) return notPossible('the hold was answered already');
    return held.promotable ? undefined : notPossible(`promote is no answer to: ${held.message}`);
  }
  if (life.frozen !== null) return noAnswer('promote', life.frozen);
  const status = life.steps[life.step];
  if (status?.state !== 'running' || !PROMOTABLE.has(status.kind)) {
    return notPossible('nothing waits that promote could end');
  }
  return life.promotion === null ? undefined : notPossible('the wait was ended already');
}

/** While harm is over its bound, or a rule has failed, nothing is promoted. */
export function isOverBound({ watching, knownGood }: Life): boolean {
  return watching.overBound && !knownGood;
}

function refuseExtension(life: Life, act: GuardedAct): ApplicationFailure | undefined {
  const why = whyNotExtended(life, 'by' in act && typeof act.by === 'number' ? act.by : 0);
  return why === undefined ? undefined : notPossible(why);
}

function refuseRetry(life: Life): ApplicationFailure | undefined {
  const [held] = life.holds;
  if (held === undefined && life.frozen !== null) return noAnswer('retry', life.frozen);
  if (held === undefined) return notPossible('nothing is held');
  if (held.decision !== null) return notPossible('the hold was answered already');
  return held.retryable ? undefined : notPossible(`retry is no answer to: ${held.message}`);
}

/** A freeze asks nobody. */
function noAnswer(name: ActName, { message }: Pick<Hold, 'message'>): ApplicationFailure {
  return notPossible(`${name} is no answer to a freeze, which ends by itself: ${message}`);
}

function notPossible(message: string): ApplicationFailure {
  return refusal('act_not_possible', message);
}

function refusal(code: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type: code, nonRetryable: true });
}
