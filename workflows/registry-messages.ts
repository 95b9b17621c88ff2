/** Every update and query of the registry, with what they carry. The types of each part stand in `registry/`. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { GateAnswer, GateRequest, OpenGate } from './registry/gate-types.ts';
import type { AuditActName, AuditHead, AuditSource, AuditState } from './audit-messages.ts';
import type {
  FreezeAnswer,
  FreezeEnding,
  FreezeRequest,
  KeptFreeze,
  KeptStop,
  StopAnswer,
  StopRequest,
} from './registry/freeze-types.ts';
import type { ScheduleAnswer, ScheduleRequest } from './registry/schedule-types.ts';
import type { KeptToken, TokenAnswer, TokenRequest, TokenRevocation } from './registry/token-types.ts';

/** Id of the one registry of a namespace. */
export const REGISTRY = 'registry';

/** The input of the registry: what an earlier run of it carried over. */
export interface RegistryInput {
  schemaVersion: 1;
  carried?: Partial<RegistryState>;
}

/** What is neither lane's nor release's. Each part has a list or a value of its own. */
export interface RegistryState {
  tokens: KeptToken[];
  /** Those that are open. */
  gates: OpenGate[];
  /** What was done here, oldest first: the last 1,000, or as many as take 150 kB. */
  acts: RegistryAct[];
  /** The chain that they become lines of, and the number of the last act that was handed to it. */
  audit: AuditState;
  audited: number;
  tokenAnswers: Answers<TokenAnswer>;
  gateAnswers: Answers<GateAnswer>;
  freezeAnswers: Answers<FreezeAnswer>;
  stopAnswers: Answers<StopAnswer>;
  scheduleAnswers: Answers<ScheduleAnswer>;
  /** The newest 100 that are over for less than 30 days, too. */
  freezes: KeptFreeze[];
  /** Null: it is off. */
  stop: KeptStop | null;
}

/** Answers of one part by idempotency key, kept for 24 hours: at most 1,000, and as many as take 60 kB. */
export type Answers<Answer> = Record<string, { bodyHash: string; at: number; answer: Answer }>;

/** One act on the registry, as an audit needs it. */
export interface RegistryAct {
  /** Counts up from 1, without a gap. */
  number: number;
  /** Milliseconds since the epoch. */
  at: number;
  actor: string;
  source?: AuditSource;
  /** What was done. */
  act: AuditActName;
  /** To what, such as `token ci`. */
  subject: string;
  reason: string;
  /** The actor's role does not reach so far: it was an emergency. */
  breakGlass?: true;
  before?: unknown;
  after?: unknown;
}

/** What the query answers: everything but the memories of answers. */
export type RegistryView = Pick<RegistryState, 'tokens' | 'gates' | 'freezes' | 'stop' | 'acts'>;

/** The update was made before under the same key with another body. */
export interface KeyConflict {
  state: 'conflict';
}

export const createToken = defineUpdate<TokenAnswer | KeyConflict, [TokenRequest]>('create-token');
export const revokeToken = defineUpdate<TokenAnswer | KeyConflict, [TokenRevocation]>('revoke-token');
export const moveGate = defineUpdate<GateAnswer | KeyConflict, [GateRequest]>('move-gate');
/** The last line of the registry's chain of acts; null before the first. */
export const auditHead = defineQuery<AuditHead | null>('audit-head');
export const createFreeze = defineUpdate<FreezeAnswer | KeyConflict, [FreezeRequest]>('create-freeze');
export const endFreeze = defineUpdate<FreezeAnswer | KeyConflict, [FreezeEnding]>('end-freeze');
export const switchStop = defineUpdate<StopAnswer | KeyConflict, [StopRequest]>('switch-stop');
export const actOnSchedule = defineUpdate<ScheduleAnswer | KeyConflict, [ScheduleRequest]>('act-on-schedule');
export const readState = defineQuery<RegistryView>('registry');
