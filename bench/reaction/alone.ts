import { setTimeout as sleep } from 'node:timers/promises';
import type { RouterRig } from '../../test/contract/router-contract.ts';
import { startLoad } from '../../test/rigs/load.ts';
import { until } from '../../test/rigs/until.ts';
import { watchRise } from './rise.ts';

/** Requests a second. */
const RATE = 200;
/** No router here takes longer until a write is in effect, in milliseconds. */
const LONGEST = 1500;

/**
 * What the router itself takes: from the call that writes 0 until the last request began at the candidate's backend,
 * in milliseconds, without anything of a release. Ends the rig.
 */
export async function routerAlone(rig: RouterRig, runs: number): Promise<number[]> {
  const { router, backends, lane } = rig;
  const targets = { blue: [backends.blue.url], green: [backends.green.url] };
  const signal = new AbortController().signal;
  let act = 0;
  const write = async (green: number): Promise<void> => {
    const split = { blue: 10_000 - green, green };
    act += 1;
    await router.write({ split, targets }, { lane, release: 1, act }, signal, Date.now() + 10_000);
  };
  try {
    await write(0);
    await until('the first split', async () => (await router.read(signal)).inEffect);
    const load = startLoad(rig.entry, RATE);
    const took: number[] = [];
    try {
      for (let nth = 0; nth < runs; nth += 1) {
        await write(5000);
        await sleep(LONGEST);
        const rise = watchRise(() => backends.green.requests(), 2);
        await sleep(100);
        const began = Date.now();
        await write(0);
        await sleep(LONGEST);
        took.push(Math.max(0, rise.last() - began));
        await rise.stop();
      }
    } finally {
      await load.stop();
    }
    return took;
  } finally {
    await rig.stop();
  }
}
