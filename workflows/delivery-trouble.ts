import type { DeliveryFailure } from '../activities/deliver-request.ts';
import { LONGEST_PATIENCE, LONGEST_WAIT, SHORTEST_WAIT, type Trouble } from './delivery-messages.ts';

/**
 * The trouble after one more failure at `now`: the wait doubles from 5 s to an hour, and is no shorter than the other
 * side asked for, up to a day. A fifth of it is left to chance, so that what failed together does not come back
 * together.
 */
export function troubleAfter(
  before: Trouble | null,
  { message, after = 0 }: DeliveryFailure,
  now: number,
): Trouble {
  const tries = (before?.tries ?? 0) + 1;
  const doubled = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** Math.min(tries - 1, 20));
  const wait = Math.max(doubled, Math.min(after, LONGEST_PATIENCE));
  return {
    since: before?.since ?? now,
    tries,
    message,
    next: now + Math.round(wait * (1 + Math.random() / 5)),
  };
}
