import { randomUUID } from 'node:crypto';
import type { Plan, Step } from '../../config/plan.ts';
import { freshAudit } from '../../workflows/audit.ts';
import { freshGuard } from '../../workflows/lane-guard-state.ts';
import type { LaneInput, LaneState, Submission } from '../../workflows/lane-messages.ts';
import type { ReleaseInput } from '../../workflows/messages.ts';
import { resolveTestPlan } from './plans.ts';

/** The input of release 2 in a lane where v1 serves from blue. */
export function releaseInput(
  steps: Step[],
  plan: Partial<Plan> = {},
  more: Partial<ReleaseInput> = {},
): ReleaseInput {
  const lane = `shop-${randomUUID().slice(0, 8)}.production`;
  return {
    schemaVersion: 1,
    id: `${lane}.2`,
    number: 2,
    lane,
    kind: 'release',
    version: 'v2',
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    plan: resolveTestPlan(steps, plan),
    actor: 'ann',
    reason: '',
    ...more,
  };
}

/** A lane of its own for one test. */
export function laneInput(): LaneInput {
  return { schemaVersion: 1, lane: `shop-${randomUUID().slice(0, 8)}.production` };
}

/** What a lane remembers in which v1 is live in blue, of which no plan is known. */
export function laneState(more: Partial<LaneState> = {}): LaneState {
  return {
    live: { slot: 'blue', version: 'v1' },
    nextNumber: 2,
    running: null,
    over: null,
    waiting: null,
    blocked: null,
    past: [],
    good: [],
    plan: null,
    guard: freshGuard(null, null),
    audit: freshAudit(),
    adopted: {},
    answers: {},
    ...more,
  };
}

/** A submit of a version with these steps. */
export function submission(version: string, steps: Step[], plan: Partial<Plan> = {}): Submission {
  const asked = { actor: 'ann', reason: '', kind: 'release', now: false } as const;
  return { ...asked, version, plan: resolveTestPlan(steps, plan) };
}
