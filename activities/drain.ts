import { activityInfo, cancellationSignal, sleep } from '@temporalio/activity';
import type { Drain } from '../config/plan.ts';
import type { ActivityContext } from './context.ts';
import { inFlightAt } from './drain/in-flight.ts';
import { withHeartbeats } from './heartbeats.ts';
import type { DrainAnswer, DrainRequest } from './drain-request.ts';
import type { WatchActivities } from './types.ts';
import type { World } from './world.ts';

const POLL = 250;

/** Waits until a slot that gets no new requests has finished those it had. */
export function createDrainActivities({ world }: ActivityContext): Pick<WatchActivities, 'drain'> {
  return {
    async drain(request) {
      const { drain } = request;
      return withHeartbeats(async () =>
        drain.kind === 'metric' ? measured(world, request, drain) : timed(world, request, drain),
      );
    },
  };
}

async function measured(
  world: World,
  { place, slot }: DrainRequest,
  { path, metric, atMost, deadline }: Extract<Drain, { kind: 'metric' }>,
): Promise<DrainAnswer> {
  const end = activityInfo().scheduledTimestampMs + deadline;
  const platform = world.platform(place);
  for (;;) {
    const found = await inFlightAt(platform, slot, { path, metric }, cancellationSignal());
    if (found.inFlight !== undefined && found.inFlight <= atMost) {
      const where = found.instances === 0 ? `${slot} has no instances any more` : `${slot} is drained`;
      return {
        kind: 'measured',
        message: `${where}: ${metric} is ${found.inFlight}, at most ${atMost} was asked`,
      };
    }
    if (Date.now() >= end) {
      const last = found.inFlight === undefined ? found.reason : `${metric} is still ${found.inFlight}`;
      return {
        kind: 'deadline',
        message: `${slot} was not seen to drain within ${deadline / 1000} s: ${last}`,
      };
    }
    await sleep(POLL);
  }
}

/** A wait ends early only where the router itself counts what is in flight. */
async function timed(
  world: World,
  { place, slot }: DrainRequest,
  { wait }: Extract<Drain, { kind: 'wait' }>,
): Promise<DrainAnswer> {
  const end = activityInfo().scheduledTimestampMs + wait;
  const router = world.router(place);
  const signal = cancellationSignal();
  while (Date.now() < end) {
    if ((await router.inFlight(slot, signal).catch(() => undefined)) === 0) {
      return { kind: 'measured', message: `${router.describe()} has no request in flight at ${slot}` };
    }
    await sleep(Math.max(0, Math.min(POLL, end - Date.now())));
  }
  return { kind: 'timed', message: `waited ${wait / 1000} s for ${slot} to drain; it was not measured` };
}
