import { asAct } from './act.ts';
import type { ActivityContext } from './context.ts';
import type { ActActivities } from './types.ts';

/** What becomes of a slot's instances in the end: they serve for good, or they go. */
export function createRetireActivities({
  world,
}: ActivityContext): Pick<ActActivities, 'retire' | 'keepAlive'> {
  return {
    keepAlive: async (place, slot) => asAct(async (signal) => world.platform(place).keepAlive(slot, signal)),
    retire: async (place, slot, version) =>
      asAct(async (signal) => world.platform(place).retire(slot, version, signal)),
  };
}
