import { cancellationSignal } from '@temporalio/activity';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import type { ActActivities } from './types.ts';

/** What becomes of a slot's instances in the end: they serve for good, or they go. */
export function createRetireActivities({
  world,
}: ActivityContext): Pick<ActActivities, 'retire' | 'keepAlive'> {
  return {
    keepAlive: async (place, slot) => world.platform(place).keepAlive(slot, cancellationSignal()),
    retire: async (place, slot, version) =>
      withHeartbeats(async () => world.platform(place).retire(slot, version, cancellationSignal())),
  };
}
