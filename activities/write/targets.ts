import type { Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import type { Targets } from '../../providers/routers/router.ts';

/**
 * Where each slot's requests go: its ready instances, and those that live and have traffic now but did not answer
 * this once. A slot at weight 0 keeps its endpoints, so that it can be raised in one act. Pure.
 */
export function targetsOf(slots: Record<Slot, SlotDescription>, present: Targets): Targets {
  const of = (slot: Slot): string[] =>
    slots[slot].instances
      .filter(
        ({ state, endpoint }) =>
          state === 'ready' || (state === 'starting' && present[slot].includes(endpoint)),
      )
      .map(({ endpoint }) => endpoint);
  return { blue: of('blue'), green: of('green') };
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
