import type { ReleaseView } from '../wire/release.ts';

/** An activity that has not ended, as Temporal describes it. */
interface Pending {
  attempt?: number | null;
  lastFailure?: { message?: string | null } | null;
  /** There while it waits for its next attempt. */
  nextAttemptScheduleTime?: object | null;
}

/**
 * What a release failed at and tries again, with the reason: without it people would see only that it waits.
 * Undefined when nothing waits for another attempt. Pure.
 */
export function readRetrying(activities: readonly Pending[]): ReleaseView['retrying'] {
  for (const { attempt, lastFailure, nextAttemptScheduleTime } of activities) {
    // Of an attempt that runs now nobody knows yet how it ends.
    if (!lastFailure?.message || !nextAttemptScheduleTime) continue;
    // Temporal counts the attempt that comes.
    return { failed: Math.max(1, (attempt ?? 1) - 1), message: lastFailure.message };
  }
  return undefined;
}
