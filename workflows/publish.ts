import { condition, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { stateToken, type Life } from './life.ts';
import type { Cause, Phase, Placement, ReleaseInput } from './messages.ts';
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
  candidate: Placement;
  stable: Placement | null;
  actor: string;
}

/** Publishes every change of state for as long as the release lives; several at once are one. */
export async function publishChanges(life: Life): Promise<void> {
  let before: Phase = 'starting';
  for (;;) {
    publish(life, before);
    before = phaseOf(life);
    const published = summary(life);
    await condition(() => summary(life) !== published && life.outcome === undefined);
  }
}

function summary(life: Life): string {
  return [phaseOf(life), stateToken(life), life.traffic.asked].join(' ');
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
    candidate: status.candidate,
    stable: status.stable,
    actor: status.actor,
  };
  upsertMemo({ release: memo });
  const outcome = life.outcome === undefined ? [] : [{ key: sluiceOutcome, value: life.outcome }];
  if (phaseOf(life) === before && outcome.length === 0) return;
  upsertSearchAttributes([{ key: sluicePhase, value: phaseOf(life) }, ...outcome]);
}
