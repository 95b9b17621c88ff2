/** Every update, signal and query of a lane, with what they carry. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Plan } from '../config/plan.ts';
import type { AuditAct, AuditHead, AuditState, Who } from './audit-messages.ts';
import type { Act, GoodVersion, Outcome, Placement, ReleaseInput } from './messages.ts';
import type { GuardState, RouterEvent, RouterStatus } from './router-status.ts';

/** What a submit asks for. A rollback and a hotfix are urgent: they take the fast steps, and wait for no release. */
export type SubmitKind = Exclude<ReleaseInput['kind'], 'recovery'>;

/** What somebody wants released. */
export interface Submission extends Act {
  kind: SubmitKind;
  /** An urgent one that finds a release under way aborts it. */
  now: boolean;
  /** What a rollback goes back to. */
  back?: GoodVersion;
  version: string;
  revision?: string;
  /** When the revision was committed, milliseconds since the epoch. */
  committedAt?: number;
  /** An admin has said that no freeze holds it. */
  overrideFreeze?: true;
  /** The people for whom the actor asks, who is none. */
  authors?: string[];
  plan: Plan;
}

/** The input of a lane workflow: its name, and what an earlier run of it carried over. */
export interface LaneInput {
  schemaVersion: 1;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  carried?: LaneState;
}

/** What a lane remembers. */
export interface LaneState {
  live: Placement | null;
  /** Number of the next release; 0 until the archive and the router were asked. */
  nextNumber: number;
  running: LaneStatus['running'];
  /** The last release that told its end, and when: until it is archived it still runs. */
  over: { id: string; at: number } | null;
  waiting: {
    id: string;
    number: number;
    submission: Submission;
    queuedAt: number;
    /** What the running release said when it was asked to make way. */
    note?: string;
  } | null;
  blocked: LaneStatus['blocked'];
  past: PastRelease[];
  /** The plan by which what is live was brought there: it says where the router is, and what is done on drift. */
  plan: Plan | null;
  guard: GuardState;
  good: GoodVersion[];
  audit: AuditState;
  /** Adopts that were done, by idempotency key, kept for 24 hours. */
  adopted: Record<string, { bodyHash: string; at: number }>;
  /** Answers by idempotency key, kept for 24 hours: at most 1,000, and as many as take 300 kB. */
  answers: Record<string, { bodyHash: string; at: number; answer: SubmitAnswer }>;
}

/** A rollback as it is asked for: the lane knows which version is meant. */
export interface RollbackRequest extends Act {
  /** A release, by number or id, or a version; absent means the last one that was known good. */
  to?: string;
  now: boolean;
  /** With the fast steps. */
  plan: Plan;
}

/** The answer to a submit; `version` is what a rollback goes back to. `conflict`: the key was used before with another body. */
export type SubmitAnswer =
  | { state: 'running'; id: string; existing: boolean; version?: string }
  | { state: 'queued'; id: string; behind: string; note?: string; version?: string }
  | { state: 'live'; id: string | null; version?: string }
  | { state: 'refused'; code: RefusalCode; message: string }
  | { state: 'conflict' };

/** Why a lane refuses a submit or an adopt. */
export type RefusalCode =
  | 'stale_act'
  | 'idempotency_key_reused'
  | 'lane_busy'
  | 'lane_frozen'
  | 'lane_blocked'
  | 'adopt_mismatch'
  | 'lane_not_idle'
  | 'not_known_good'
  | 'ambiguous_target'
  | 'audit_behind';

/** What an operator says is running, so that Sluice takes over a lane that it did not fill. */
export interface Adoption extends Act, Placement {
  plan: Plan;
}

/** The answer to an adopt. */
export type AdoptAnswer = { state: 'adopted' } | { state: 'refused'; code: RefusalCode; message: string };

/** One past release in a lane's short memory. */
export interface PastRelease {
  id: string;
  kind: ReleaseInput['kind'];
  version: string;
  outcome: Outcome;
  reason: string;
  finishedAt: number;
}

/** An act on what is the lane's, before the lane has taken it in. */
export type LaneAct = Who &
  Required<Pick<AuditAct, 'at' | 'act' | 'before' | 'after'>> &
  Pick<AuditAct, 'subject'>;

/** Acts, oldest first, with what was released, or was to be. */
interface Acted {
  release?: string;
  version: string;
  acts: LaneAct[];
}

/** The answer of the lane's query. */
export interface LaneStatus {
  lane: string;
  /** Changes with all that an act on the lane may mean. */
  token: string;
  live: Placement | null;
  /** The release that runs in the lane. */
  running: {
    id: string;
    kind: ReleaseInput['kind'];
    version: string;
    actor: string;
    startedAt: number;
  } | null;
  /** The one submit that waits. */
  waiting: {
    id: string;
    kind: SubmitKind;
    version: string;
    actor: string;
    queuedAt: number;
    note?: string;
  } | null;
  /** Why nothing starts until somebody acts. */
  blocked: { reason: string; since: number; release: string } | null;
  nextNumber: number;
  /** Newest first, at most 20. */
  past: PastRelease[];
  /** Null while nobody looks: a release runs, whose watch does, or the lane is blocked, or nothing is live. */
  router: RouterStatus | null;
  /** What was found at the router between releases, newest first, at most 10. */
  routerEvents: RouterEvent[];
  /** Known good, newest first, at most 20: the first is live, and a rollback goes back to the next. */
  good: GoodVersion[];
  /** The last line of the lane's chain of acts; null before the first. */
  audit: AuditHead | null;
}

/** What lists show of a lane without asking a worker. */
export interface LaneMemo {
  live: Placement | null;
  waiting: { id: string; version: string } | null;
  /** Why nothing starts until somebody acts. */
  blocked: string | null;
  router: RouterStatus | null;
}

export const submit = defineUpdate<SubmitAnswer, [Submission]>('submit');
export const rollback = defineUpdate<SubmitAnswer, [RollbackRequest]>('rollback');
export const adopt = defineUpdate<AdoptAnswer, [Adoption]>('adopt');
export const laneStatus = defineQuery<LaneStatus>('lane-status');
/** A release tells its lane that its candidate became known good. */
export const knownGood = defineSignal<[{ id: string; live: Placement; back?: GoodVersion }]>('known-good');
/** A release tells its lane that it has come to its end, before it tells anybody else. */
export const over = defineSignal<[{ id: string }]>('over');
/** What people did to a release of the lane, or, without one, to a deployment of GitHub that stands for it. */
export const acted = defineSignal<[Acted]>('acted');
/** A release tells its lane whether it makes way for the newer one: `note` says so in one sentence. */
export const supersedeAnswered = defineSignal<[{ newer: string; note: string }]>('supersede-answered');
