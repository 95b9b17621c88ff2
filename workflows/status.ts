import type { Life } from './life.ts';
import { stateToken } from './life.ts';
import type { Phase, ReleaseStatus } from './messages.ts';

/** What the query `status` answers. */
export function toStatus(life: Life): ReleaseStatus {
  const { input } = life;
  return {
    id: input.id,
    lane: input.lane,
    number: input.number,
    kind: input.kind,
    version: input.version,
    ...(input.revision === undefined ? {} : { revision: input.revision }),
    candidate: input.candidate,
    stable: input.stable,
    actor: input.actor,
    reason: input.reason,
    phase: phaseOf(life),
    ...(life.outcome === undefined ? {} : { outcome: life.outcome }),
    ...(life.cause === undefined ? {} : { cause: life.cause }),
    sentence: sentenceOf(life),
    startedAt: life.startedAt,
    ...(life.finishedAt === undefined ? {} : { finishedAt: life.finishedAt }),
    step: life.step,
    token: stateToken(life),
    steps: life.steps,
    traffic: life.traffic,
    ...(life.hold === null ? {} : { hold: life.hold }),
    ...(life.pausedBy === null ? {} : { pausedBy: life.pausedBy }),
    approvals: life.approvals,
    evidence: life.watching.evidence,
    events: life.events.length,
  };
}

/** One word for what the release does; a hold is said before a pause, since it asks for somebody. */
export function phaseOf(life: Life): Phase {
  if (life.outcome !== undefined) return 'finished';
  if (life.phase !== 'running') return life.phase;
  if (life.hold !== null) return 'holding';
  return life.pausedBy === null ? 'running' : 'paused';
}

function sentenceOf(life: Life): string {
  if (life.outcome !== undefined || life.phase !== 'running') return life.sentence;
  if (life.hold !== null) return life.hold.message;
  if (life.pausedBy !== null) return `paused by ${life.pausedBy}; it is still watched`;
  return life.sentence;
}
