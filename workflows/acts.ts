/** What people may do to a running release: each act is validated, recorded with its actor, and done once. */
import { patched, setHandler } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { checkAct, isRepeat, keyed, type ActName } from './act-rules.ts';
import { toApproval } from './approvals.ts';
import { actorNamed, byWhom } from './by-whom.ts';
import { extendDeadline } from './extend.ts';
import { isEnding, record, requestStop, type Life } from './life.ts';
import { makeWay } from './make-way.ts';
import {
  abort,
  approve,
  events,
  extend,
  leave,
  overrideFreeze,
  pause,
  promote,
  resume,
  retry,
  status,
  supersede,
} from './messages.ts';
import type { EventKind } from '../config/events.ts';
import type { Act, GuardedAct, ReleaseStatus } from './messages.ts';
import { actOn } from './release-audit.ts';
import { toStatus } from './status.ts';

/** Sets the handlers of one release. Validators refuse; handlers never fail. */
export function handleActs(life: Life): void {
  setHandler(status, () => toStatus(life));
  setHandler(events, (after) => life.events.filter((event) => event.number > after));
  setHandler(abort, (act?: Partial<Act>) => abortRelease(life, act));
  setHandler(supersede, (newer) => makeWay(life, newer));
  handle(life, approve, 'approve', (act) => {
    const step = life.input.plan.steps[life.step];
    if (step?.kind === 'approve') life.approvals.push(toApproval(step, act, Date.now()));
    note(life, 'approved', act);
  });
  handle(life, promote, 'promote', (act) => {
    const [held] = life.holds;
    if (held === undefined) life.promotion = act;
    else held.decision = 'promoted';
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
  handle(life, extend, 'extend', (act) => extendDeadline(life, act));
  handle(life, retry, 'retry', (act) => {
    const [held] = life.holds;
    if (held !== undefined) held.decision = 'retried';
    note(life, 'retried', act);
  });
  handle(life, overrideFreeze, 'override-freeze', (act) => {
    life.freezeOverridden = Date.now();
    note(life, 'freeze-overridden', act);
  });
  handle(life, leave, 'leave', (act) => {
    life.left = act;
    note(life, 'left', act);
    life.scope?.cancel();
    life.undoScope?.cancel();
  });
}

/**
 * An abort is never refused: where it changes nothing, it is recorded as such, after the end of the release once. It may
 * come by hand through Temporal's own tools, so it does not even need a name.
 */
export function abortRelease(life: Life, given: Partial<Act> = {}): void {
  const act: Act =
    given.actor === undefined
      ? { ...given, actor: 'somebody without a name', reason: given.reason ?? '', source: 'temporal' }
      : { ...given, actor: given.actor, reason: given.reason ?? '' };
  if (act.key !== undefined) {
    const body = keyed('abort', act);
    if (life.keys.get(act.key) === body) return;
    life.keys.set(act.key, body);
  }
  if (isTold(life)) return;
  const useless = whyUseless(life);
  const message = `abort by ${actorNamed(act)}${useless === undefined ? '' : ` changes nothing: ${useless}`}`;
  actOn(life, 'abort', act, () => {
    record(life, 'abort-requested', message, byWhom(act));
    requestStop(life, { cause: 'abort', message: `aborted by ${act.actor}`, act });
  });
}

/**
 * The report is written anew for what came while it was written: a script that aborts until the lane is free would hold
 * it for ever. One abort after the end is kept, the others say nothing new.
 */
function isTold(life: Life): boolean {
  const end = life.events.findIndex(({ kind }) => kind === 'finished');
  const late = end !== -1 && life.events.slice(end).some(({ kind }) => kind === 'abort-requested');
  return late && patched('one-late-abort');
}

function whyUseless(life: Life): string | undefined {
  if (life.stop !== null) return 'the release is being undone already';
  if (isEnding(life)) return 'the release has ended';
  return life.knownGood ? 'the candidate is known good and the old slot is going' : undefined;
}

function handle<Said extends GuardedAct>(
  life: Life,
  definition: UpdateDefinition<ReleaseStatus, [Said]>,
  name: ActName,
  apply: (act: Said) => void,
): void {
  setHandler(
    definition,
    (act): ReleaseStatus => {
      if (!isRepeat(life, name, act)) {
        if (act.key !== undefined) life.keys.set(act.key, keyed(name, act));
        actOn(life, name, act, () => apply(act));
        // People approve side by side: an approval does not make the next one stale.
        if (name !== 'approve') life.turn += 1;
      }
      return toStatus(life);
    },
    { validator: (act: Said) => checkAct(life, name, act) },
  );
}

function note(life: Life, kind: EventKind, act: Act): void {
  record(life, kind, `${kind} by ${actorNamed(act)}`, byWhom(act));
}
