import type { Fence, Reading } from '../../providers/routers/router.ts';
import { driftOf, laterFence, sameFence, sameSplit } from '../drift.ts';
import type { WriteRequest } from '../types.ts';

/** What an act finds in the router before it writes. */
export type Found =
  | { kind: 'fenced'; by: Fence }
  /** `drift`: what somebody else has changed. `done`: this act's split is in place, so it is not written again. */
  | { kind: 'open'; drift: string | undefined; done: boolean };

/**
 * Compares what the router holds with what this act would write and with what was written last. Only this act's own
 * stamp says that it was done: an older stamp over the same split would let a late writer of an act in between land
 * after the answer. A router that cannot be stamped says it by its split, and only where that was written last too:
 * else a reading of what it held before would pass for this act's own. Pure.
 */
export function judgeReading(
  reading: Reading,
  { fence, split, last }: Pick<WriteRequest, 'fence' | 'split' | 'last'>,
  stamps: boolean,
): Found {
  const later = laterFence(reading.stamp, fence);
  if (later !== undefined) return { kind: 'fenced', by: later };
  const asWanted = reading.unreadable === undefined && sameSplit(reading.split, split);
  const mine = stamps ? sameFence(reading.stamp, fence) : asWanted && !reading.foreign;
  const done = mine && asWanted && (stamps || (last !== null && sameSplit(last.split, split)));
  const known = mine || last === null || isOwn(reading, fence, last.act);
  return { kind: 'open', drift: known ? undefined : driftOf(reading, last), done };
}

/** Whether it was written by an act of the same release after the last one that was answered: nobody else was here. */
function isOwn({ stamp }: Reading, { lane, release }: Fence, answered: number | undefined): boolean {
  if (answered === undefined) return false;
  return stamp !== null && stamp.lane === lane && stamp.release === release && stamp.act > answered;
}

/** Whether a reading is as this act would have it, or as it was written last: nobody else was here. Pure. */
export function isKnown(reading: Reading, request: Pick<WriteRequest, 'fence' | 'split' | 'last'>): boolean {
  const found = judgeReading(reading, request, false);
  return found.kind === 'fenced' || found.drift === undefined;
}
