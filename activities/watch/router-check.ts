import type { Reading } from '../../providers/routers/router.ts';
import { driftOf, sameFence } from '../drift.ts';
import type { WatchRequest, WatchState } from '../types.ts';

/**
 * Compares what the router holds with what it should. `seen` remembers what was under the newest stamp, since the
 * same stamp over something else was changed by hand. `late`: a write of the release itself whose answer was lost. Pure.
 */
export function compareRouter(
  { expected, muted, unanswered }: Pick<WatchRequest, 'expected' | 'muted' | 'unanswered'>,
  seen: WatchState['seen'],
  reading: Reading,
): { drift?: string; late?: true; seen: WatchState['seen'] } {
  if (muted.includes('drift')) return { seen };
  const { stamp, digest } = reading;
  const same =
    seen !== null && stamp !== null && seen.stamp.release === stamp.release && seen.stamp.act === stamp.act;
  const drift = driftOf(reading, {
    split: expected.split,
    ...(expected.targets === undefined ? {} : { targets: expected.targets }),
    ...(same ? { digest: seen.digest } : {}),
  });
  if (drift !== undefined) {
    const late = unanswered !== undefined && sameFence(stamp, unanswered);
    return { drift, ...(late ? { late } : {}), seen };
  }
  return { seen: stamp === null ? null : { stamp, digest } };
}
