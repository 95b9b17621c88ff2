import { sleep } from '@temporalio/activity';
import type { Fence, Router, Split } from '../../providers/routers/router.ts';
import { driftOf, laterFence, sameFence } from '../drift.ts';
import { messageOf } from '../sentence.ts';

/** Between two looks, in milliseconds: at first, and as soon as it takes longer. */
const FIRST_POLL = 5;
const POLL = 15;
const PATIENCE = 10_000;

/** How a write was found: in effect at a time in milliseconds since the epoch, or overtaken by a later act. */
export type Effect = { kind: 'in-effect'; at: number; digest: string } | { kind: 'fenced'; by: Fence };

/**
 * Reads back until the router has loaded what this act wrote. Throws after 10 s with the reason; a repeated
 * attempt finds the act stored and looks again. A router that cannot be stamped may have lost the write, so there
 * the time of propagation is patience enough, and a repeated attempt writes again.
 */
export async function untilInEffect(
  router: Router,
  written: { split: Split | null; fence: Fence },
  signal: AbortSignal,
): Promise<Effect> {
  const { stamps, propagation } = router.capabilities;
  const patience = stamps ? PATIENCE : propagation;
  const began = Date.now();
  const end = began + patience;
  let pause = FIRST_POLL;
  for (;;) {
    const found = await look(router, written, signal);
    if (typeof found !== 'string') return found;
    if (Date.now() >= end) {
      throw new Error(
        `The split was stored, but ${router.describe()} has not taken it up within ${patience / 1000} s: ${found}`,
      );
    }
    await sleep(pause);
    // What takes long is seen later by a twentieth at most, and the router is not asked all the time.
    pause = Math.min(Math.max(POLL, propagation / 20, (Date.now() - began) / 20), pause * 2);
  }
}

async function look(
  router: Router,
  { split, fence }: { split: Split | null; fence: Fence },
  signal: AbortSignal,
): Promise<Effect | string> {
  try {
    const reading = await router.read(signal);
    const { stamp } = reading;
    if (!router.capabilities.stamps || sameFence(stamp, fence)) {
      const changed = driftOf(reading, { split });
      if (changed !== undefined) return changed;
      if (!reading.inEffect) return 'what it has loaded is not what is stored; look at its log';
      return { kind: 'in-effect', at: Date.now(), digest: reading.digest };
    }
    const later = laterFence(stamp, fence);
    return later === undefined ? 'somebody else has written over it' : { kind: 'fenced', by: later };
  } catch (error) {
    signal.throwIfAborted();
    return messageOf(error);
  }
}
