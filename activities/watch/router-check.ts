import type { Reading } from '../../providers/routers/router.ts';
import { driftOf } from '../drift.ts';
import type { WatchRequest, WatchState } from '../types.ts';

/**
 * Compares what the router holds with what it should. `seen` remembers what was under the newest stamp, since the
 * same stamp over something else was changed by hand. Pure.
 */
export function compareRouter(
  { expected, muted }: Pick<WatchRequest, 'expected' | 'muted'>,
  seen: WatchState['seen'],
  reading: Reading,
): { drift?: string; seen: WatchState['seen'] } {
  if (muted.includes('drift')) return { seen };
  const { stamp, digest } = reading;
  const same =
    seen !== null && stamp !== null && seen.stamp.release === stamp.release && seen.stamp.act === stamp.act;
  const drift = driftOf(reading, {
    split: expected.split,
    ...(expected.targets === undefined ? {} : { targets: expected.targets }),
    ...(same ? { digest: seen.digest } : {}),
  });
  if (drift !== undefined) return { drift, seen };
  return { seen: stamp === null ? null : { stamp, digest } };
}
