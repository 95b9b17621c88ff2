import type { Milliseconds } from '../config/plan.ts';

const SHORTEST = 2000;
const LONGEST = 60_000;

/**
 * How long to wait before the next try of something that fails since `since` (milliseconds since the epoch): a
 * tenth of the time that it has failed, at least 2 s and at most `longest`, which is 60 s unless said otherwise. Prompt at first, and yet a trouble of days
 * keeps the history short.
 */
export function backOff(since: number, longest: Milliseconds = LONGEST): Milliseconds {
  return Math.min(longest, Math.max(SHORTEST, (Date.now() - since) / 10));
}
