import { setTimeout as sleep } from 'node:timers/promises';

/** A count that is looked at again and again. */
export interface Rise {
  /** When it was seen to have risen last, milliseconds since the epoch; 0: never. */
  last: () => number;
  stop: () => Promise<void>;
}

/** Looks at a count that only rises, every so many milliseconds; what cannot be read says nothing. */
export function watchRise(count: () => Promise<number> | number, every: number): Rise {
  let running = true;
  let [value, last] = [Number.NaN, 0];
  const loop = (async () => {
    while (running) {
      const now = await Promise.resolve()
        .then(count)
        .catch(() => Number.NaN);
      if (now > value) last = Date.now();
      if (!Number.isNaN(now)) value = now;
      await sleep(every);
    }
  })();
  return {
    last: () => last,
    stop: async () => {
      running = false;
      await loop;
    },
  };
}
