import type { Milliseconds, Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import type { Reading } from '../../providers/routers/router.ts';
import { targetsChange, type TargetsChange } from '../guard/compare.ts';
import { servingIn } from '../write/targets.ts';
import type { WatchRequest } from '../types.ts';

/** They are others for so long before one that moved is followed: what is seen once may be an answer that came late. */
const MOVED = 1000;
/** Fewer or more instances stand so long: one that just starts again at its place is back by then. */
const OTHERS = 5000;
const LONGEST_MOVED = 60_000;
const LONGEST = 600_000;
/** Each time costs about 24 events of the release's history, which has an end: after so many it is one an hour. */
const MANY = 100;
const HOUR = 3_600_000;

/**
 * How the instances of a slot with traffic are others than the router was given; undefined where they are not, where
 * none of them serves, and while the weight is being changed, since that write follows them. Pure.
 */
export function movedNow(
  { mode, expected }: Pick<WatchRequest, 'mode' | 'expected'>,
  reading: Reading,
  slots: Partial<Record<Slot, SlotDescription>>,
): TargetsChange | undefined {
  if (mode === 'transition') return undefined;
  const changes = (['blue', 'green'] as const).flatMap((slot) => {
    const found = slots[slot];
    if (found === undefined || (expected.split?.[slot] ?? 0) === 0) return [];
    if (servingIn(found, reading.targets[slot]).length === 0) return [];
    return targetsChange(slot, reading, found) ?? [];
  });
  return changes.find(({ moved }) => moved) ?? changes[0];
}

/**
 * How long a change has to stand before the router is told, in milliseconds; twice as long for each time that it was told
 * in the last hour (`followed`), so that one that keeps dying does not make the router change all the time; an hour
 * once it was told a hundred times in the release (`inAll`). Pure.
 */
export function patienceFor({ moved }: TargetsChange, followed: number, inAll = 0): Milliseconds {
  if (inAll >= MANY && followed > 0) return HOUR;
  return moved ? Math.min(LONGEST_MOVED, MOVED * 2 ** followed) : Math.min(LONGEST, OTHERS * 2 ** followed);
}
