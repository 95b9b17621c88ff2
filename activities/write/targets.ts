import type { Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import type { Targets } from '../../providers/routers/router.ts';

/** Where each slot's requests go. A slot that was not asked, since it gets none, keeps its endpoints. Pure. */
export function targetsOf(asked: Partial<Record<Slot, SlotDescription>>, present: Targets): Targets {
  const of = (slot: Slot): string[] => {
    const found = asked[slot];
    return found === undefined ? present[slot] : servingIn(found, present[slot]);
  };
  return { blue: of('blue'), green: of('green') };
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
