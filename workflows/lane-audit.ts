/** What people do to a lane, noted with how the lane stood before and after it. */
import { noteAct } from './audit.ts';
import type { AuditActName, Who } from './audit-messages.ts';
import type { LaneState, RollbackRequest, SubmitAnswer, Submission } from './lane-messages.ts';
import type { Placement } from './messages.ts';

/** How a lane stands, in what an act may change of it. */
export function laneStanding({ live, running, waiting, blocked }: LaneState): Record<string, unknown> {
  return {
    live: live?.version ?? null,
    slot: live?.slot ?? null,
    running: running?.id ?? null,
    waiting: waiting?.id ?? null,
    blocked: blocked?.release ?? null,
  };
}

/**
 * Notes a submit or a rollback; one that only found what was there already did nothing. Whoever overrides freezes with
 * it has done two things.
 */
export function noteSubmit(
  state: LaneState,
  asked: Submission | RollbackRequest,
  answer: SubmitAnswer,
  before: Record<string, unknown>,
): void {
  const isNew = answer.state === 'running' ? !answer.existing : answer.state === 'queued';
  if (!isNew || !('id' in answer) || answer.id === null || answer.id === before['waiting']) return;
  const version = 'version' in asked ? asked.version : answer.version;
  const about = { release: answer.id, ...(version === undefined ? {} : { version }) };
  const overrides = 'overrideFreeze' in asked && asked.overrideFreeze === true;
  const after = { ...laneStanding(state), ...(overrides ? { freezeOverridden: true } : {}) };
  noteAct(state.audit, nameOf(asked), asked, { ...about, before, after });
  if (overrides) {
    const standing = { before: { freezeOverridden: false }, after: { freezeOverridden: true } };
    noteAct(state.audit, 'override-freeze', asked, { ...about, ...standing });
  }
}

/** Notes an adopt that was not refused. */
export function noteAdopt(
  state: LaneState,
  adoption: Who & { version: string },
  before: Record<string, unknown>,
): void {
  noteAct(state.audit, 'adopt', adoption, { version: adoption.version, before, after: laneStanding(state) });
}

/** Notes that the lane itself undid what somebody else did to its router. */
export function notePutRight(state: LaneState, live: Placement, router: string, reason: string): void {
  noteAct(
    state.audit,
    'put-right',
    { actor: 'sluice', source: 'lane', reason },
    {
      version: live.version,
      before: { router },
      after: { router: 'as-written' },
    },
  );
}

function nameOf(asked: Submission | RollbackRequest): AuditActName {
  if (!('kind' in asked)) return 'rollback';
  return asked.kind === 'release' ? 'start' : asked.kind;
}
