import type { Client } from '@temporalio/client';
import { readMessage } from '../../activities/payloads.ts';
import type { ReleaseView } from '../wire/release.ts';

/** An activity that has not ended, as Temporal describes it. */
interface Pending {
  attempt?: number | null;
  lastFailure?: Parameters<typeof readMessage>[1];
  /** There while it waits for its next attempt. */
  nextAttemptScheduleTime?: object | null;
}

/**
 * What a release failed at and tries again, with the reason: without it people would see only that it waits.
 * Undefined when nothing waits for another attempt.
 */
export async function readRetrying(
  client: Client,
  activities: readonly Pending[],
): Promise<ReleaseView['retrying']> {
  for (const { attempt, lastFailure, nextAttemptScheduleTime } of activities) {
    // Of an attempt that runs now nobody knows yet how it ends.
    if (!lastFailure || !nextAttemptScheduleTime) continue;
    const message = await readMessage(client, lastFailure);
    if (!message) continue;
    // Temporal counts the attempt that comes.
    return { failed: Math.max(1, (attempt ?? 1) - 1), message };
  }
  return undefined;
}
