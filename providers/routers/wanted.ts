import type { Slot } from '../../config/plan.ts';
import type { Split, Targets } from './router.ts';

const slots: Slot[] = ['blue', 'green'];

/**
 * Throws a sentence when the split must not be written: a weight that is no whole number of basis points, a
 * sum other than 10,000 (0/0 among them), or a weight above 0 for a slot without targets. `targets`: null where the
 * router knows its own.
 */
export function refuseUnsafeSplit(split: Split, targets: Targets | null, lane: string): void {
  const text = `blue ${split.blue}, green ${split.green}`;
  const whole = slots.every((slot) => Number.isInteger(split[slot]) && split[slot] >= 0);
  if (!whole || split.blue + split.green !== 10_000) {
    throw new Error(
      `Refused to write the split ${text} for lane ${lane}: weights are whole basis points that sum to 10,000.`,
    );
  }
  for (const slot of slots) {
    if (split[slot] > 0 && targets?.[slot].length === 0) {
      throw new Error(
        `Refused to write the split ${text} for lane ${lane}: ${slot} has no targets, so its requests would ` +
          `fail. Look at the slot's instances first.`,
      );
    }
  }
}
