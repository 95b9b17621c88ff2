/** What people did, as it is kept: every act becomes one line of a chain, one chain a lane and one of the registry. */

/** Everything that a line may say was done. */
export const AUDIT_ACTS = [
  'start',
  'hotfix',
  'rollback',
  'adopt',
  'approve',
  'promote',
  'pause',
  'resume',
  'extend',
  'retry',
  'override-freeze',
  'abort',
  'leave',
  'put-right',
  'deployment-approved',
  'deployment-rejected',
  'token-created',
  'token-revoked',
  'freeze-created',
  'freeze-ended',
  'stopped-everything',
  'ended-stop',
  'gate-opened',
  'gate-closed',
  'schedule-created',
  'schedule-paused',
  'schedule-resumed',
  'schedule-triggered',
  'schedule-deleted',
  'chain-resumed',
] as const;

/** One of them. */
export type AuditActName = (typeof AUDIT_ACTS)[number];

/** By what somebody may have acted. */
export const AUDIT_SOURCES = [
  'api',
  'cli',
  'dashboard',
  'slack',
  'github',
  'webhook',
  'schedule',
  'temporal',
  'lane',
  'release',
] as const;

/** One of them. */
export type AuditSource = (typeof AUDIT_SOURCES)[number];

/** Who acted, by what, and why. */
export interface Who {
  actor: string;
  reason: string;
  /** Absent: by the API. */
  source?: AuditSource;
  /** Done above the actor's role, as an emergency. */
  breakGlass?: true;
}

/** One act that changed something. It holds what a person may read, and never a secret. */
export interface AuditAct {
  /** When it was done, and when its chain took it in, milliseconds since the epoch; the second never decreases. */
  at: number;
  recorded: number;
  act: AuditActName;
  actor: string;
  source: AuditSource;
  reason: string;
  breakGlass?: true;
  /** What it was done to, where that is neither the lane nor a release. */
  subject?: string;
  release?: string;
  version?: string;
  /** How things stood just before and just after it, in a few figures. */
  before?: unknown;
  after?: unknown;
}

/** The end of a chain: what a line that is added follows. */
export interface AuditHead {
  /** Number of the last line; 0 before the first. */
  number: number;
  /** Its hash, SHA-256 in hex; empty before the first. */
  hash: string;
}

/** What the owner of a chain remembers of it. */
export interface AuditState {
  /** Null until something was written: the chain's file says then whether an earlier owner wrote to it. */
  head: AuditHead | null;
  /** When the newest act was taken in, milliseconds since the epoch. */
  recorded: number;
  /** Acts that are not in the file yet, oldest first. */
  pending: AuditAct[];
}

/** Acts that are to become lines, after the line that the head names. */
export interface AuditRequest {
  /** `SERVICE.ENVIRONMENT`, or `registry`. */
  chain: string;
  head: AuditHead | null;
  acts: AuditAct[];
}
