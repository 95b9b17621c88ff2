import { setTimeout as wait } from 'node:timers/promises';
import type { Reading, Router } from '../providers/routers/router.ts';

const POLL = 250;
const LONGEST = 3000;

/**
 * Reads the router. One that cannot be stamped may for a moment show what it held before, so what is not
 * `expected` there counts only when it is still so after the time of propagation, at most 3 s.
 */
export async function readSettled(
  router: Router,
  expected: (reading: Reading) => boolean,
  signal: AbortSignal,
): Promise<Reading> {
  const { stamps, propagation } = router.capabilities;
  const end = Date.now() + (stamps ? 0 : Math.min(LONGEST, propagation));
  for (;;) {
    const reading = await router.read(signal);
    if (expected(reading) || Date.now() >= end) return reading;
    await wait(POLL, undefined, { signal });
  }
}
