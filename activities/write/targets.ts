import type { Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import type { Targets } from '../../providers/routers/router.ts';

/** Where each slot's requests go. A slot at weight 0 keeps its endpoints, so that it can be raised in one act. Pure. */
export function targetsOf({ blue, green }: Record<Slot, SlotDescription>, present: Targets): Targets {
  return { blue: servingIn(blue, present.blue), green: servingIn(green, present.green) };
}

/**
 * Endpoints of a slot that requests may be sent to: its ready instances, and those that live and have traffic now
 * (`present`) but did not answer this once. Pure.
 */
export function servingIn({ instances }: SlotDescription, present: string[]): string[] {
  return instances
    .filter(
      ({ state, endpoint }) => state === 'ready' || (state === 'starting' && present.includes(endpoint)),
    )
    .map(({ endpoint }) => endpoint);
}

/** Why a slot is not ready enough for traffic, as part of a sentence; undefined when it is. Pure. */
export function unready(
  slot: Slot,
  { ready, wanted }: Pick<SlotDescription, 'ready' | 'wanted'>,
  needs: 'one' | 'all',
): string | undefined {
  const enough = needs === 'one' ? ready > 0 : wanted > 0 && ready >= wanted;
  return enough ? undefined : `${ready} of ${wanted} instances in ${slot} are ready`;
}
