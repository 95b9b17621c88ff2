import { useEffect, useState } from 'preact/hooks';
import type { LanePlan } from '../../../api/wire/plan.ts';
import { ask, AskFailure } from '../../asking/ask.ts';

/** The plan of a lane, or why there is none to show. */
export type KnownPlan = { found: LanePlan } | { refused: string; mistakes: readonly string[] };

/** Asks for a lane's plan, `SERVICE@ENVIRONMENT`; undefined until there is an answer. */
export function usePlan(lane: string): KnownPlan | undefined {
  const [known, setKnown] = useState<KnownPlan>();
  useEffect(() => {
    const stop = new AbortController();
    setKnown(undefined);
    const path = `v1/lanes/${encodeURIComponent(lane.replace('@', '.'))}/plan`;
    ask<LanePlan>(path, stop.signal).then(
      (found) => setKnown({ found }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const refused = error instanceof Error ? error.message : String(error);
        setKnown({ refused, mistakes: error instanceof AskFailure ? error.problems : [] });
      },
    );
    return () => stop.abort();
  }, [lane]);
  return known;
}
