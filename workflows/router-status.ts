/** What a lane knows and tells of its router between releases. */
import type { RouterFinding, Seen } from '../activities/types.ts';

/** What a lane knows of its router between releases. */
export interface GuardState {
  /** Number of the last own act on the router; the fence's second part. */
  act: number;
  seen: Seen | null;
  found: RouterFinding;
  /** When it was found so, milliseconds since the epoch. */
  since: number;
  /** What it is and what is done about it, in one sentence; empty where it is as it was written. */
  message: string;
  /** When a change by somebody else was put right, in the last hour; and when the targets were. */
  restored: number[];
  retargeted: number[];
  /** Nothing is put right any more until a person acts. */
  stopped: boolean;
  /** How many events there were. */
  count: number;
  /** Newest first, at most 10. */
  events: RouterEvent[];
}

/** Something that a lane found at its router between releases, or did to it. */
export interface RouterEvent {
  /** Milliseconds since the epoch. */
  at: number;
  message: string;
  page: boolean;
  /** It was to page, and was not, since the same had paged a moment before. */
  owed?: true;
}

/** How a lane's router was found between releases. */
export interface RouterStatus {
  state: RouterFinding['kind'];
  /** Milliseconds since the epoch. */
  since: number;
  /** What it is and what is done about it, in one sentence; empty where it is as it was written. */
  message: string;
}

/** Details in the heartbeats of the look at a router: readable by describe, with no worker needed. */
export interface GuardHeartbeat {
  /** When the router was last read, milliseconds since the epoch; null: not yet. */
  lookedAt: number | null;
  seen: Seen | null;
}
