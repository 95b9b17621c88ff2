import { setTimeout as sleep } from 'node:timers/promises';

/** Something that is looked at again and again. */
export interface Ticking {
  /** Looks a last time, and not any more. */
  stop(): Promise<void>;
}

/** Looks every so many milliseconds, one look after the other; a look that fails is made up for by the next one. */
export function tick(every: number, look: () => Promise<unknown>): Ticking {
  const over = new AbortController();
  const going = (async () => {
    while (!over.signal.aborted) {
      await look().catch(() => undefined);
      await sleep(every, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      over.abort();
      await going;
      await look().catch(() => undefined);
    },
  };
}
