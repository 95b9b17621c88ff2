import { useEffect, useState } from 'preact/hooks';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Plan } from '../../../config/plan.ts';
import { ask } from '../../asking/ask.ts';
import { releasePath } from '../release/release-path.ts';

/** What is known of one of two releases, or why nothing is. */
export type Compared = { view: ReleaseView; plan: Plan | undefined } | { refused: string };

/** Both releases as they were when it was looked. */
export interface Pair {
  sides: readonly [Compared, Compared];
  /** Milliseconds since the epoch. */
  at: number;
}

/** Reads two releases; undefined until both have answered. `look` reads them anew. */
export function useCompared(a: string, b: string): { pair: Pair | undefined; look: () => void } {
  const [pair, setPair] = useState<Pair>();
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    void Promise.all([read(a, stop.signal), read(b, stop.signal)]).then((sides) => {
      if (!stop.signal.aborted) setPair({ sides, at: Date.now() });
    });
    return () => stop.abort();
  }, [a, b, looks]);
  return { pair, look: () => setLooks(looks + 1) };
}

/** The plan of a release may not be kept any more; without it the rest is shown. */
async function read(id: string, signal: AbortSignal): Promise<Compared> {
  const plan = ask<Plan>(releasePath(id, '/plan'), signal).catch(() => undefined);
  try {
    return { view: await ask<ReleaseView>(releasePath(id), signal), plan: await plan };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
