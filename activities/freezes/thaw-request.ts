import type { Frozen, Raise } from '../../config/freezes/judge-raise.ts';

/** Waits for the end of what freezes a release. */
export interface ThawRequest {
  raise: Raise;
  /** What the release knows already: anything else is an answer. */
  known: Frozen;
  /** It is answered at this time at the latest, milliseconds since the epoch. */
  until: number;
}
