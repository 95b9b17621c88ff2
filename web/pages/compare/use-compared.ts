import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Plan } from '../../../config/plan.ts';
import { ask } from '../../asking/ask.ts';
import { answerOf, type Refusal } from '../../asking/failure.ts';
import { now } from '../../asking/server-time.ts';
import { useAnswer } from '../../asking/use-answer.ts';
import { releasePath } from '../release/release-path.ts';

/** What is known of one of two releases, or why nothing is. `again`: what is missing may be answered another time. */
export type Compared = { view: ReleaseView; plan: Plan | undefined; again: boolean } | Refusal;

/** Both releases as they were when it was looked. */
export interface Pair {
  sides: readonly [Compared, Compared];
  /** Milliseconds since the epoch. */
  at: number;
}

/** Reads two releases; undefined until both have answered. `look` reads them anew. */
export function useCompared(a: string, b: string): { pair: Pair | undefined; look: () => void } {
  const { answer, look } = useAnswer<Pair>(
    async (signal) => ({ sides: await Promise.all([read(a, signal), read(b, signal)]), at: now() }),
    ({ sides }) => sides.some(({ again }) => again),
  );
  return { pair: answer, look };
}

/** The plan of a release may not be kept any more; without it the rest is shown. */
async function read(id: string, signal: AbortSignal): Promise<Compared> {
  const [plan, view] = await Promise.all([
    answerOf(ask<Plan>(releasePath(id, '/plan'), signal)),
    answerOf(ask<ReleaseView>(releasePath(id), signal)),
  ]);
  if ('refused' in view) return view;
  return 'found' in plan
    ? { view: view.found, plan: plan.found, again: false }
    : { view: view.found, plan: undefined, again: plan.again };
}
