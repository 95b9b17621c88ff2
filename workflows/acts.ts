/** What people may do to a running release: each act is validated, recorded with its actor, and done once. */
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { record, requestStop, stateToken, type Life } from './life.ts';
import { abort, approve, events, leave, pause, promote, resume, retry, status } from './messages.ts';
import type { Act, EventKind, GuardedAct, ReleaseStatus } from './messages.ts';
import { toStatus } from './status.ts';

type ActName = 'approve' | 'promote' | 'pause' | 'resume' | 'retry' | 'leave';

/** Sets the handlers of one release. Validators refuse; handlers never fail. */
export function handleActs(life: Life): void {
  setHandler(status, () => toStatus(life));
  setHandler(events, (after) => life.events.filter((event) => event.number > after));
  setHandler(abort, (act) => abortRelease(life, act));
  handle(life, approve, 'approve', (act) => {
    life.approvals.push({ actor: act.actor, at: Date.now() });
    note(life, 'approved', act);
  });
  handle(life, promote, 'promote', (act) => {
    if (life.hold === null) life.promotion = act;
    else life.decision = 'promoted';
    note(life, 'promoted', act);
  });
  handle(life, pause, 'pause', (act) => {
    life.pausedBy = act.actor;
    note(life, 'paused', act);
  });
  handle(life, resume, 'resume', (act) => {
    life.pausedBy = null;
    note(life, 'resumed', act);
  });
  handle(life, retry, 'retry', (act) => {
    life.decision = 'retried';
    note(life, 'retried', act);
  });
  handle(life, leave, 'leave', (act) => {
    life.left = act;
    note(life, 'left', act);
    life.scope?.cancel();
    life.undoScope?.cancel();
  });
}

/** An abort is never refused: where it changes nothing, it is recorded as such. */
export function abortRelease(life: Life, act: Act): void {
  const useless = life.outcome !== undefined || life.stop !== null || life.knownGood;
  const message = useless
    ? `abort by ${act.actor} changes nothing: ${whyUseless(life)}`
    : `abort by ${act.actor}`;
  record(life, 'abort-requested', message, { actor: act.actor, reason: act.reason });
  requestStop(life, { cause: 'abort', message: `aborted by ${act.actor}`, act });
}

function whyUseless(life: Life): string {
  if (life.stop !== null) return 'the release is being undone already';
  return life.knownGood ? 'the candidate is known good and the old slot is going' : 'the release has ended';
}

function handle(
  life: Life,
  definition: typeof approve,
  name: ActName,
  apply: (act: GuardedAct) => void,
): void {
  setHandler(
    definition,
    (act): ReleaseStatus => {
      if (!repeated(life, act)) {
        if (act.key !== undefined) life.keys[act.key] = act.bodyHash ?? '';
        apply(act);
        life.turn += 1;
      }
      return toStatus(life);
    },
    {
      validator: (act) => {
        if (!repeated(life, act)) validate(life, name, act);
      },
    },
  );
}

function repeated(life: Life, act: Act): boolean {
  if (act.key === undefined || !(act.key in life.keys)) return false;
  if (life.keys[act.key] === act.bodyHash) return true;
  throw refusal(
    'idempotency_key_reused',
    'this Idempotency-Key came with another body before; use a new key',
  );
}

function validate(life: Life, name: ActName, act: GuardedAct): void {
  if (life.outcome !== undefined) throw notPossible(`the release has ended: ${life.outcome}`);
  if (act.step !== life.step || act.token !== stateToken(life)) {
    const now = `step ${life.step}, token ${stateToken(life)}`;
    throw refusal('stale_act', `the release has moved on since you looked (it is at ${now}); look again`);
  }
  const why = impossible(life, name, act);
  if (why !== undefined) throw why;
}

function impossible(life: Life, name: ActName, act: GuardedAct): ApplicationFailure | undefined {
  if (name === 'leave') {
    return act.reason === '' ? refusal('reason_required', 'leave needs a reason; say why') : undefined;
  }
  if (life.phase === 'undoing') return notPossible('the release is being undone; only leave ends that');
  const { hold } = life;
  switch (name) {
    case 'approve':
      return refuseApproval(life, act);
    case 'promote':
      if (life.watching.overBound)
        return notPossible('the evidence of harm is over its bound; retry, or abort');
      if (hold !== null)
        return hold.promotable ? undefined : notPossible(`promote is no answer to: ${hold.message}`);
      if (!['bake', 'keep'].includes(stepKind(life)))
        return notPossible(`nothing in ${stepKind(life)} waits for it`);
      return life.promotion === null ? undefined : notPossible('the wait was ended already');
    case 'pause':
      return life.pausedBy === null ? undefined : notPossible(`${life.pausedBy} paused the release already`);
    case 'resume':
      return life.pausedBy === null ? notPossible('the release is not paused') : undefined;
    case 'retry':
      if (hold === null) return notPossible('nothing is held');
      return hold.retryable ? undefined : notPossible(`retry is no answer to: ${hold.message}`);
  }
}

function refuseApproval(life: Life, act: GuardedAct): ApplicationFailure | undefined {
  if (stepKind(life) !== 'approve' || life.phase === 'starting')
    return notPossible('the present step is no approval');
  if (act.actor === life.input.actor) {
    return refusal(
      'approval_by_author',
      `${act.actor} started this release; somebody else has to approve it`,
    );
  }
  const before = life.approvals.some((approval) => approval.actor === act.actor);
  return before ? notPossible(`${act.actor} has approved already`) : undefined;
}

function stepKind(life: Life): string {
  return life.steps[life.step]?.kind ?? 'nothing';
}

function note(life: Life, kind: EventKind, act: Act): void {
  record(life, kind, `${kind} by ${act.actor}`, { actor: act.actor, reason: act.reason });
}

function notPossible(message: string): ApplicationFailure {
  return refusal('act_not_possible', message);
}

function refusal(code: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type: code, nonRetryable: true });
}
