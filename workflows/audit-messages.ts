/** What people did, as it is kept: every act becomes one line of a chain, one chain a lane and one of the registry. */

/** Who acted, by what, and why. */
export interface Who {
  actor: string;
  reason: string;
  /** By what, such as `cli` or `slack`; absent: by the API. */
  source?: string;
  /** Done above the actor's role, as an emergency. */
  breakGlass?: true;
}

/** One act that changed something. It holds what a person may read, and never a secret. */
export interface AuditAct {
  /** When it was done, and when its chain took it in, milliseconds since the epoch; the second never decreases. */
  at: number;
  recorded: number;
  /** What was done, such as `pause`, `adopt` or `token-created`. */
  act: string;
  actor: string;
  source: string;
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
