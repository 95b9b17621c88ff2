import { setTimeout } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { WatchAnswer, WatchRequest } from '../../activities/types.ts';
import type { World } from './world.ts';

/**
 * Waits in real time, as the real watch does: a running activity keeps the time-skipping server from skipping,
 * so what passes beside a watch is kept short in these tests.
 */
export async function watch(
  request: WatchRequest,
  world: Pick<World, 'finds' | 'stops' | 'evidence' | 'asAsked'>,
): Promise<WatchAnswer> {
  const context = Context.current();
  const began = Date.now() - context.info.currentAttemptScheduledTimestampMs;
  const bakeEnds = (request.bake ?? request.ramp)?.maxUntil ?? Number.POSITIVE_INFINITY;
  const end = Math.min(request.until, bakeEnds) + began;
  let found = world.finds(request);
  while (found === undefined && Date.now() < end && !context.cancellationSignal.aborted) {
    context.heartbeat();
    await setTimeout(20);
    found = context.cancellationSignal.aborted ? undefined : world.finds(request);
  }
  // A worker that shuts down leaves the watch to the next one.
  if (context.cancellationSignal.aborted && context.cancellationDetails?.cancelRequested !== true) {
    throw context.cancellationSignal.reason;
  }
  const ended = Date.now() >= end && bakeEnds <= request.until;
  return {
    kind: context.cancellationSignal.aborted ? 'cancelled' : ended ? 'inconclusive' : 'chunk',
    reason: ended ? 'not yet known' : '',
    message: ended ? 'not yet known whether the candidate is safe' : 'nothing found',
    ...world.evidence,
    evidence: [],
    calibrations: request.calibrations,
    blocks: [],
    state: { ...(request.state ?? emptyState(request)), asAsked: world.asAsked },
    ...found,
    ...(context.cancellationSignal.aborted ? world.stops(request) : undefined),
  };
}

/** A hook's body that stays inside its activity until it is cancelled. */
export async function untilCancelled(): Promise<never> {
  const context = Context.current();
  while (!context.cancellationSignal.aborted) {
    context.heartbeat();
    await setTimeout(20);
  }
  throw context.cancellationSignal.reason;
}

/** A door that a hook waits at, whatever it is told meanwhile, until a test opens it. */
export function createDoor(): { open: () => void; pass: () => Promise<undefined> } {
  let isOpen = false;
  return {
    open: () => {
      isOpen = true;
    },
    pass: async () => {
      while (!isOpen) {
        Context.current().heartbeat();
        await setTimeout(20);
      }
      return undefined;
    },
  };
}

function emptyState({ learnt }: WatchRequest): WatchAnswer['state'] {
  return {
    verdict: { blocks: 0, metrics: {} },
    openSince: null,
    unbrokenSince: null,
    last: {},
    ...learnt,
    granularity: 1,
    ready: {},
    notReady: { blue: 0, green: 0 },
    requests: null,
    seen: null,
  };
}
