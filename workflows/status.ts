import { isOverBound } from './act-rules.ts';
import { toApprovalView } from './approvals.ts';
import { stateToken, type Held, type Life } from './life.ts';
import type { Hold, Phase, ReleaseStatus } from './messages.ts';

/** What the query `status` answers. */
export function toStatus(life: Life): ReleaseStatus {
  const { input } = life;
  const hold = holdOf(life);
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
    ...(life.knownGood ? { knownGood: true } : {}),
    step: life.step,
    token: stateToken(life),
    steps: life.steps,
    ...(life.wait === null || life.pausedBy !== null ? {} : { deadline: life.wait.end }),
    traffic: life.traffic,
    ...rampOf(life),
    ...(hold === undefined ? {} : { hold }),
    ...(life.pausedBy === null ? {} : { pausedBy: life.pausedBy }),
    approvals: life.approvals,
    ...approvalOf(life),
    evidence: life.watching.evidence,
    ...(life.watching.rules === undefined ? {} : { rules: life.watching.rules }),
    events: life.events.length,
  };
}

/** One word for what the release does; a hold is said before a pause, since it asks for somebody. */
export function phaseOf(life: Life): Phase {
  if (life.outcome !== undefined) return 'finished';
  if (life.stop !== null) return 'undoing';
  if (life.phase !== 'running') return life.phase;
  if (life.holds.length > 0 || life.frozen !== null) return 'holding';
  return life.pausedBy === null ? 'running' : 'paused';
}

function sentenceOf(life: Life): string {
  const phase = phaseOf(life);
  if (phase === 'paused') return `paused by ${life.pausedBy ?? 'somebody'}; it is still watched`;
  if (phase === 'holding') return (life.holds[0] ?? life.frozen)?.message ?? life.sentence;
  return approvalOf(life).approval?.sentence ?? life.sentence;
}

function approvalOf({ input, steps, step, approvals, stop }: Life): Pick<ReleaseStatus, 'approval'> {
  const planned = input.plan.steps[step];
  const waits = steps[step]?.state === 'running' && stop === null;
  if (planned?.kind !== 'approve' || !waits) return {};
  return { approval: toApprovalView(planned, input, approvals) };
}

/** Only while the ramp goes on; between two answers its weight is newer than the rest. */
function rampOf({ steps, step, watching, traffic, sentence }: Life): Pick<ReleaseStatus, 'ramp'> {
  const { kind, state } = steps[step] ?? {};
  if (kind !== 'ramp' || state !== 'running' || watching.ramp === null) return {};
  const { weight, uncoverable } = watching.ramp;
  if (weight === traffic.asked) return { ramp: watching.ramp };
  return { ramp: { weight: traffic.asked, sentence, uncoverable } };
}

/** What the release stands still over. What asks somebody is said before a freeze, which asks nobody. */
function holdOf(life: Life): Hold | undefined {
  const [held] = life.holds;
  if (held !== undefined) return toHold(life, held);
  if (life.frozen === null) return undefined;
  const { by: reason, ...frozen } = life.frozen;
  return { reason, ...frozen, promotable: false, retryable: false, onDeadline: 'stay' };
}

function toHold(life: Life, { decision: _decision, ...held }: Held): Hold {
  const promotable = held.promotable && !isOverBound(life);
  return { ...held, promotable, onDeadline: life.cutOver ? 'stay' : 'revert' };
}
