/** What is asked about a deployment that GitHub holds back, and what GitHub is told. */

export interface ProtectionLook {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  notFrozen: boolean;
  /** `SERVICE.ENVIRONMENT`, or null where nothing is asked of releases. */
  completed: string | null;
  sha: string;
  ref: string;
}

export interface ProtectionAnswer {
  repository: string;
  environment: string;
  run: string;
  /** Left out, it is a comment on what is waited for. */
  state?: 'approved' | 'rejected';
  comment: string;
}
