import type { Router, Split } from '../../providers/routers/router.ts';
import { lookUntil } from '../observe.ts';
import type { ObserveAnswer, WriteRequest } from '../types.ts';

/** In milliseconds. With some traffic a raise is seen in it; what takes longer is not for an act to wait for. */
const MOMENT = 400;

/**
 * Looks for a moment whether a raise that is in effect is seen. Undefined: that takes longer, it cannot be read, or
 * somebody asks to stop, which takes nothing from what was written.
 */
export async function glance(
  router: Router,
  { look, split }: Pick<WriteRequest, 'look'> & { split: Split },
  effectiveAt: number,
  signal: AbortSignal,
): Promise<ObserveAnswer | undefined> {
  if (look === undefined || router.capabilities.observationLag > 0) return undefined;
  const asked = { ...look, split, effectiveAt, goal: 'raise' as const };
  // A router that does not answer is not waited for either.
  const moment = AbortSignal.any([signal, AbortSignal.timeout(MOMENT)]);
  try {
    const seen = await lookUntil(router, asked, Date.now() + MOMENT, moment);
    return seen.kind === 'proven' || seen.kind === 'more' ? seen : undefined;
  } catch {
    return undefined;
  }
}
