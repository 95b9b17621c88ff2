import type { Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import type { Reading } from '../../providers/routers/router.ts';
import { targetsChange } from '../guard/compare.ts';
import { servingIn } from '../write/targets.ts';
import type { WatchRequest } from '../types.ts';

/** Instances count as elsewhere after so long, in milliseconds: one that just starts again is back by then. */
export const MOVED_FOR = 5000;

/**
 * How the instances of a slot with traffic are others than the router was given, as a sentence; undefined where they
 * are not, where none of them serves, and while the weight is being changed, since that write follows them. Pure.
 */
export function movedSince(
  { mode, expected }: Pick<WatchRequest, 'mode' | 'expected'>,
  reading: Reading,
  slots: Partial<Record<Slot, SlotDescription>>,
): string | undefined {
  if (mode === 'transition') return undefined;
  for (const slot of ['blue', 'green'] as const) {
    const found = slots[slot];
    if (found === undefined || (expected.split?.[slot] ?? 0) === 0) continue;
    if (servingIn(found, reading.targets[slot]).length === 0) continue;
    const change = targetsChange(slot, reading, found);
    if (change !== undefined) return change;
  }
  return undefined;
}
