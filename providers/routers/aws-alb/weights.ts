import type { Slot } from '../../../config/plan.ts';
import type { Split } from '../router.ts';

/** Basis points that a weight stands for: a load balancer takes weights up to 999, so a share is a part of 1,000. */
export const GRANULARITY = 10;

/**
 * The weights of both target groups: parts of 1,000, and 1 to 0 where one has all traffic. Throws a sentence for a
 * split that no two weights up to 999 are equal to. Pure.
 */
export function weightsOf({ blue, green }: Split, lane: string): Record<Slot, number> {
  if (blue % GRANULARITY !== 0 || green % GRANULARITY !== 0) {
    throw new Error(
      `Refused to write the split blue ${blue}, green ${green} for lane ${lane}: a load balancer's weights are ` +
        'steps of 0.1 %.',
    );
  }
  if (blue === 0 || green === 0) return { blue: Math.sign(blue), green: Math.sign(green) };
  return { blue: blue / GRANULARITY, green: green / GRANULARITY };
}

/** The split that two weights stand for; null when both are 0. Pure. */
export function splitOf({ blue, green }: Record<Slot, number>): Split | null {
  if (blue + green === 0) return null;
  const share = Math.round((blue / (blue + green)) * 10_000);
  return { blue: share, green: 10_000 - share };
}
