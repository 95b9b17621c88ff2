import { setTimeout as sleep } from 'node:timers/promises';
import type { Router, Split, Targets } from '../../providers/routers/router.ts';

/** Between two looks whether a write is in effect, in milliseconds. */
const POLL = 5;
const PATIENCE = 10_000;

/** Weights that are written one after the other, in basis points. */
export const WEIGHTS = [500, 1000, 2500, 5000, 7500] as const;

const signal = new AbortController().signal;

/**
 * What the router itself takes: the milliseconds from before the first write until the last is in effect and read back,
 * each written when the one before is. `from` is the number of the act before; all traffic is in blue at the end.
 */
export async function ownTime(router: Router, lane: string, targets: Targets, from: number): Promise<number> {
  let act = from;
  const put = async (split: Split): Promise<void> => {
    act += 1;
    await router.write({ split, targets }, { lane, release: 0, act }, signal);
    const end = Date.now() + PATIENCE;
    for (;;) {
      const reading = await router.read(signal);
      if (reading.inEffect && reading.split?.green === split.green && reading.stamp?.act === act) return;
      if (Date.now() > end) throw new Error(`${router.describe()} has not taken up ${split.green / 100} %.`);
      await sleep(POLL);
    }
  };
  const began = performance.now();
  for (const weight of WEIGHTS) await put({ blue: 10_000 - weight, green: weight });
  const took = performance.now() - began;
  await put({ blue: 10_000, green: 0 });
  return took;
}
