import { condition, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { stateToken, type Life } from './life.ts';
import type { Cause, Hold, Phase, Placement, ReleaseInput, ReleaseStatus } from './messages.ts';
import { sluiceOutcome, sluicePhase } from './search-attributes.ts';
import { phaseOf, toStatus } from './status.ts';

/** What lists show of a release without asking a worker. */
export interface ReleaseMemo {
  kind: ReleaseInput['kind'];
  version: string;
  phase: string;
  cause?: Cause;
  sentence: string;
  step: number;
  steps: number;
  label: string;
  token: string;
  weight: number;
  /** The candidate is known good, or becomes so now, and is watched no more; absent before. */
  proven?: true;
  /** What a person is asked about; absent where nobody is. */
  hold?: Pick<Hold, 'reason' | 'since' | 'deadline'>;
  /** When undo began, milliseconds since the epoch. */
  undoingSince?: number;
  candidate: Placement;
  stable: Placement | null;
  actor: string;
}

/**
 * Publishes every change of state for as long as the release lives; several at once are one. That a moment has begun is
 * published when it is over, or once it has taken longer: to a server it is the dearest thing that a release does.
 */
export async function publishChanges(life: Life): Promise<void> {
  let before: Phase = 'starting';
  for (;;) {
    publish(life, before);
    before = phaseOf(life);
    const published = summary(life);
    const isMoment = (): boolean => life.frugal && life.moment && phaseOf(life) === before;
    await condition(() => summary(life) !== published && !isMoment() && life.outcome === undefined);
  }
}

function summary(life: Life): string {
  const { traffic, holds } = life;
  return [phaseOf(life), stateToken(life), traffic.asked, holds[0]?.deadline].join(' ');
}

/** Puts the release's present state where lists and searches find it; what is searched, only where it is not `before`. */
export function publish(life: Life, before?: Phase): void {
  const status = toStatus(life);
  const memo: ReleaseMemo = {
    kind: status.kind,
    version: status.version,
    phase: phaseOf(life),
    ...(status.cause === undefined ? {} : { cause: status.cause }),
    sentence: status.sentence,
    step: life.step,
    steps: life.steps.length,
    label: life.steps[life.step]?.label ?? '',
    token: stateToken(life),
    weight: life.traffic.asked,
    ...(life.knownGood || status.steps[life.step]?.kind === 'retire' ? { proven: true } : {}),
    ...holdOf(status),
    ...undoOf(life),
    candidate: status.candidate,
    stable: status.stable,
    actor: status.actor,
  };
  upsertMemo({ release: memo });
  const outcome = life.outcome === undefined ? [] : [{ key: sluiceOutcome, value: life.outcome }];
  if (phaseOf(life) === before && outcome.length === 0) return;
  upsertSearchAttributes([{ key: sluicePhase, value: phaseOf(life) }, ...outcome]);
}

function holdOf({ hold }: ReleaseStatus): Pick<ReleaseMemo, 'hold'> {
  if (hold === undefined) return {};
  const { reason, since, deadline } = hold;
  return { hold: { reason, since, ...(deadline === undefined ? {} : { deadline }) } };
}

function undoOf({ events }: Life): Pick<ReleaseMemo, 'undoingSince'> {
  const began = events.findLast(({ kind }) => kind === 'undo-started');
  return began === undefined ? {} : { undoingSince: began.at };
}
