import { patched } from '@temporalio/workflow';
import { newestWithin } from './bytes.ts';
import type { DeliveryState } from './delivery-messages.ts';

/** What may wait, in bytes: all of it goes to the next run at once, which has to stay far below Temporal's 2 MB. */
const MOST_BYTES = 300_000;

/**
 * Gives up the oldest of what waits where it is too much, but never the newest. Only between two calls: what a call has
 * under way is counted off by its place.
 */
export function dropOldest(state: DeliveryState): void {
  const { waiting } = state;
  const kept = Math.max(newestWithin(waiting, MOST_BYTES).length, Math.min(waiting.length, 1));
  if (kept === waiting.length || !patched('delivery-by-bytes')) return;
  const dropped = waiting.slice(0, waiting.length - kept).map(({ notification }) => {
    const { lane, release, number } = notification;
    return { lane, ...(release === undefined ? {} : { release }), number };
  });
  state.waiting = waiting.slice(-kept);
  state.dropped = [...(state.dropped ?? []), ...dropped];
}
