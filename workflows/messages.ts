/**
 * Every update, signal and query of a release, with what they carry; those of a lane are in `lane-messages.ts`. It is
 * all that the API has to know of the workflows beside their ids, queues and search attributes.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { EventKind } from '../config/events.ts';
import type { BasisPoints, Milliseconds, Plan, Slot } from '../config/plan.ts';
import type { RuleSummary } from '../analysis/rules/verdict.ts';
import type { MetricSummary } from '../analysis/types.ts';
import type { Seen } from '../activities/types.ts';
import type { AuditSource } from './audit-messages.ts';

/** A version in its slot. */
export interface Placement {
  slot: Slot;
  version: string;
}

/** Who acts, and why. A reason is the actor's own words; it may be empty where none is asked for. */
export interface Act {
  actor: string;
  reason: string;
  /** hash(caller, Idempotency-Key): a repeat with the same body changes nothing and answers as before. */
  key?: string;
  /** Hash of the request's body; the same key with another one is refused (`idempotency_key_reused`). */
  bodyHash?: string;
  /** Groups that the actor is in, for approvals. */
  groups?: string[];
  /** Roles that the actor has in the lane, for approvals; left out by an API from before there were roles. */
  roles?: string[];
  /** The state of the lane that the actor saw: the lane refuses the act where it has moved on since. */
  seen?: string;
  /** By what somebody acts. */
  source?: AuditSource;
  /** Done above the actor's role, as an emergency. */
  breakGlass?: true;
}

/** An act that means one state of the release: refused when the release has moved on since. */
export interface GuardedAct extends Act {
  /** Index of the step that the actor saw. */
  step: number;
  /** State token that the actor saw. */
  token: string;
}

/** Moves the present deadline by this much: that of the hold that stands, else the end of the present step. */
export interface Extension extends GuardedAct {
  by: Milliseconds;
}

/** The input of a release workflow; it never changes while the release runs. */
export interface ReleaseInput {
  schemaVersion: 1;
  id: string;
  /** First part of its fences: that of its id, or a higher one where a recovery overtook it in the queue. */
  number: number;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /**
   * `rollback`: back to a version that was known good; `hotfix`: any version by the same fast steps; `recovery`: the
   * release before it was lost, so bring traffic to the known good slot and end.
   */
  kind: 'release' | 'rollback' | 'hotfix' | 'recovery';
  version: string;
  revision?: string;
  /** When the revision was committed, where it was said, and when the release was asked for; since the epoch. */
  committedAt?: Milliseconds;
  submittedAt?: Milliseconds;
  candidate: Placement;
  /** What undo goes back to; null for the first release of a lane. */
  stable: Placement | null;
  plan: Plan;
  actor: string;
  reason: string;
  /** By what the actor asked for it. */
  source?: AuditSource;
  /** The actor's role does not reach so far: it is an emergency. */
  breakGlass?: true;
  /** An admin has said at the start, for that reason, that no freeze holds it. */
  overrideFreeze?: true;
  /** The people for whom the actor asked for it, who is none: they may not approve it. */
  authors?: string[];
  /** What a rollback goes back to. */
  back?: GoodVersion;
}

/** A version that was known good in its lane, and what brought it first. */
export interface GoodVersion {
  version: string;
  /** Null: it was adopted. */
  release: string | null;
  /** Number of that release, or of the next one at the time of an adopt. */
  number: number;
}

/** How a release ended. */
export type Outcome = 'completed' | 'reverted' | 'refused' | 'left';

/** Why a release was reverted. */
export type Cause = 'verdict' | 'abort' | 'superseded' | 'deadline' | 'recovery';

/** The result of a release workflow. */
export interface ReleaseResult {
  id: string;
  outcome: Outcome;
  cause?: Cause;
  reason: string;
  /** What serves now, as far as this release knows; null when nothing does. */
  live: Placement | null;
  /** What the router holds by its last write; null when it wrote nothing. */
  written: Seen | null;
}

/** One numbered entry of the release's lasting list of events. */
export interface ReleaseEvent {
  number: number;
  /** Milliseconds since the epoch. */
  at: number;
  kind: EventKind;
  message: string;
  step?: number;
  actor?: string;
  /** By what the actor acted. */
  source?: string;
  /** The actor's role does not reach so far: it was an emergency. */
  breakGlass?: true;
  reason?: string;
  /** A person has to do something. */
  page?: boolean;
  /** Figures that belong to the event, such as asked and observed weights. */
  data?: Record<string, unknown>;
}

/** What the release is doing, in one word. */
export type Phase = 'starting' | 'running' | 'paused' | 'holding' | 'undoing' | 'finished';

/** Why the release stands still and what ends it. */
export interface Hold {
  reason: string;
  message: string;
  since: number;
  /** When `onDeadline` happens; absent when it waits without limit. */
  deadline?: number;
  /** When it ends by itself, as far as that is known; only of a freeze. */
  until?: number;
  onDeadline: 'revert' | 'stay';
  /** `promote` is an answer to it now. */
  promotable: boolean;
  /** `retry` is an answer to it. */
  retryable: boolean;
}

/** Three different figures of one weight, in basis points, and when they became known. */
export interface TrafficStatus {
  asked: BasisPoints;
  readBack?: BasisPoints;
  observed?: BasisPoints;
  /** The observed split rests on requests that were seen. */
  proven: boolean;
  at: number;
}

/** The answer of the query `status`. */
export interface ReleaseStatus {
  id: string;
  lane: string;
  number: number;
  kind: ReleaseInput['kind'];
  version: string;
  revision?: string;
  candidate: Placement;
  stable: Placement | null;
  actor: string;
  reason: string;
  phase: Phase;
  outcome?: Outcome;
  cause?: Cause;
  /** Why it waits or how it ended, in one sentence. */
  sentence: string;
  startedAt: number;
  finishedAt?: number;
  /** The candidate is what an undo would go back to, so an abort changes nothing any more; absent before. */
  knownGood?: true;
  step: number;
  token: string;
  steps: StepStatus[];
  /** When the present step ends at the latest; absent while paused, and where it has no end. */
  deadline?: number;
  traffic: TrafficStatus;
  /** While a ramp is the present step: as of the last finished chunk of the watch. */
  ramp?: RampView;
  hold?: Hold;
  pausedBy?: string;
  approvals: { actor: string; at: number; groups?: string[] }[];
  /** While the present step is an approval. */
  approval?: ApprovalView;
  /** The evidence at the end of the last finished chunk of the watch; the live one is in the heartbeats. */
  evidence: MetricSummary[];
  /** The same of its rules; left out where it has none. */
  rules?: RuleSummary[];
  events: number;
}

/** How an approval stands, and who could approve. */
export interface ApprovalView {
  /** People in all. */
  count: number;
  /** Approvals so far. */
  given: number;
  /** The role that each of them needs. */
  role: string;
  /** With any of them, or `people`: only their members and these people count. */
  groups: { name: string; least: number; given: number }[];
  people: string[];
  /** Who started the release, and may not. */
  author: string;
  /** The people for whom it was started, who may not, either; left out where there are none. */
  authors?: string[];
  onDeadline: 'revert' | 'hold';
  /** Who could approve, in words. */
  who: string;
  /** How it stands and what it waits for, in one sentence. */
  sentence: string;
}

/** One step of the plan as it stands. */
export interface StepStatus {
  kind: string;
  label: string;
  state: 'waiting' | 'running' | 'done' | 'skipped' | 'failed';
  startedAt?: number;
  finishedAt?: number;
  /** By how much people have moved its end, in milliseconds. */
  extended?: Milliseconds;
  note?: string;
}

/** A newer release is to take the place of the one that runs; the actor and the reason are those of its submit. */
export interface Supersession extends Act {
  /** The newer release. */
  id: string;
  version: string;
}

/** How a ramp stands. Weights are in basis points. */
export interface RampView {
  weight: BasisPoints;
  /** The weight that is expected to follow; absent at the top, and while nothing is known of it. */
  next?: BasisPoints;
  /** Where it stands and what it waits for. */
  sentence: string;
  /** What no weight keeps within the budget, with the bad responses that it costs; null: it is never stopped. */
  uncoverable: { metric: string; edge?: number; ratio: number; rate?: number; cost: number | null }[];
}

/** Details in the heartbeats of the running watch: readable by describe, with no worker needed. */
export interface WatchHeartbeat {
  at: number;
  sentence: string;
  evidence: MetricSummary[];
  rules?: RuleSummary[];
  /** The candidate's share by the router's own account; left out where it could not be read. */
  readBack?: BasisPoints;
  observed?: BasisPoints;
  ramp?: RampView;
}

export const approve = defineUpdate<ReleaseStatus, [GuardedAct]>('approve');
export const promote = defineUpdate<ReleaseStatus, [GuardedAct]>('promote');
export const pause = defineUpdate<ReleaseStatus, [GuardedAct]>('pause');
export const resume = defineUpdate<ReleaseStatus, [GuardedAct]>('resume');
export const extend = defineUpdate<ReleaseStatus, [Extension]>('extend');
export const retry = defineUpdate<ReleaseStatus, [GuardedAct]>('retry');
/** No freeze holds this release any more, and no stop that is on now. */
export const overrideFreeze = defineUpdate<ReleaseStatus, [GuardedAct]>('override-freeze');
export const leave = defineUpdate<ReleaseStatus, [GuardedAct]>('leave');
export const abort = defineSignal<[Act]>('abort');
/** A lane tells its running release that a newer one is to take its place. */
export const supersede = defineSignal<[Supersession]>('supersede');
export const status = defineQuery<ReleaseStatus>('status');
/** Events with a number above `after`. */
export const events = defineQuery<ReleaseEvent[], [after: number]>('events');
