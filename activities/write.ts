import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Slot } from '../config/plan.ts';
import type { Platform, SlotDescription } from '../providers/platforms/platform.ts';
import type { Fence, Reading, Router, Targets } from '../providers/routers/router.ts';
import { judgeRaise, type Frozen } from '../config/freezes/judge-raise.ts';
import type { FreezeBook } from './freezes/book.ts';
import type { ActivityContext } from './context.ts';
import { describeSplit, sameTargets } from './drift.ts';
import { withHeartbeats } from './heartbeats.ts';
import { readSettled } from './settled-reading.ts';
import type { ActActivities, WriteAnswer, WriteRequest } from './types.ts';
import { isKnown, judgeReading, type Found } from './write/found.ts';
import { glance } from './write/glance.ts';
import { untilInEffect } from './write/in-effect.ts';
import { targetsOf, unready } from './write/targets.ts';

/** Writes to the router. One attempt reads, compares, checks, writes and reads back. */
export function createWriteActivities({
  world,
  events,
  freezes,
}: ActivityContext): Pick<ActActivities, 'write'> {
  return {
    write: async (request) =>
      withHeartbeats(async () => {
        const { place } = request;
        const answer = await attempt(world.router(place), world.platform(place), freezes, request);
        events.emit({ kind: 'written', lane: place.lane, outcome: answer.kind });
        return answer;
      }),
  };
}

/** What keeps a raise from being written; undefined where nothing does. Moves down are never asked about. */
async function frozenBy(freezes: FreezeBook, { raise }: WriteRequest): Promise<Frozen | undefined> {
  return raise === undefined ? undefined : judgeRaise(raise, await freezes.known(), Date.now());
}

async function attempt(
  router: Router,
  platform: Platform,
  freezes: FreezeBook,
  request: WriteRequest,
): Promise<WriteAnswer> {
  const deadline = Date.now() + activityInfo().startToCloseTimeoutMs;
  const signal = cancellationSignal();
  const { fence, split } = request;
  const { stamps, targets: endpoints } = router.capabilities;
  const reading = await readBefore(router, request, signal);
  const answer = (kind: WriteAnswer['kind'], message: string, drift?: string): WriteAnswer => ({
    kind,
    effectiveAt: Date.now(),
    digest: reading?.digest ?? '',
    message,
    ...(drift === undefined ? {} : { drift }),
    ...(stamps ? { compares: true } : {}),
  });
  const found: Found =
    reading === undefined
      ? { kind: 'open', drift: undefined, done: false }
      : judgeReading(reading, request, stamps);
  if (found.kind === 'fenced') return answer('fenced', fencedBy(found.by));
  const { drift, done } = found;
  // What an earlier attempt wrote is there, and has to be known, whatever was frozen since.
  const frozen = done ? undefined : await frozenBy(freezes, request);
  if (frozen !== undefined) return { ...answer('frozen', frozen.message), frozen };
  if (drift !== undefined && request.onDrift === 'hold') {
    return answer('drift', `nothing was written, because somebody else changed the router: ${drift}`, drift);
  }

  const given = endpoints === 'given';
  const targets: Targets = { blue: [], green: [] };
  let asWanted = true;
  if (split !== null) {
    const slots = await describeServing(platform, request, signal);
    const present = reading?.targets ?? targets;
    if (given) Object.assign(targets, targetsOf(slots, present));
    const missing = whatIsUnready(request, slots, given ? targets : undefined);
    // What an earlier attempt wrote is in place, also where an instance died since: the watch finds that.
    if (missing !== undefined && !done) return answer('not-ready', `nothing was written: ${missing}`, drift);
    asWanted = !given || missing !== undefined || sameTargets(present, targets);
  }

  // Stored is not enough: some routers have to be told what was stored before an attempt ended.
  const already = done && asWanted && reading?.inEffect === true;
  if (!already) {
    signal.throwIfAborted();
    if (Date.now() >= deadline) {
      throw new Error(
        'This attempt to write was past its deadline before it wrote, so it left the router as it was.',
      );
    }
    const outcome = await router.write({ split, targets }, fence, signal, deadline);
    if (outcome.kind === 'fenced') return answer('fenced', fencedBy(outcome.by), drift);
  }
  const effect = await untilInEffect(router, { split, fence }, signal);
  if (effect.kind === 'fenced') return answer('fenced', fencedBy(effect.by), drift);
  const message = `${describeSplit(split)}, read back from ${router.describe()}`;
  const seen = split === null ? undefined : await glance(router, { ...request, split }, effect.at, signal);
  return {
    ...answer(already ? 'already' : 'written', message, drift),
    effectiveAt: effect.at,
    digest: effect.digest,
    ...(seen === undefined ? {} : { seen }),
  };
}

/** What is there before anything is written; undefined where that cannot be read and need not be. */
async function readBefore(
  router: Router,
  request: WriteRequest,
  signal: AbortSignal,
): Promise<Reading | undefined> {
  try {
    return await readSettled(router, (found) => isKnown(found, request), signal);
  } catch (error) {
    signal.throwIfAborted();
    // Users are with the candidate for as long as a router's API is away, which need not move its traffic.
    if (request.unread === true) return undefined;
    throw error;
  }
}

function fencedBy({ release, act }: Fence): string {
  return `act ${act} of release ${release} has written since, so this write did not land`;
}

/**
 * The slots that get traffic or have to be ready. Of any other nothing is needed, and it is not asked: it may hang, and
 * this may be the write that takes the traffic from it.
 */
async function describeServing(
  platform: Platform,
  { split, mustBeReady, mustBeFull }: WriteRequest,
  signal: AbortSignal,
): Promise<Partial<Record<Slot, SlotDescription>>> {
  const all: Slot[] = ['blue', 'green'];
  const needed = all.filter(
    (slot) => (split?.[slot] ?? 0) > 0 || mustBeReady.includes(slot) || mustBeFull.includes(slot),
  );
  const found = needed.map(async (slot) => [slot, await platform.describe(slot, signal)] as const);
  return Object.fromEntries(await Promise.all(found));
}

/**
 * Why traffic must not be sent as asked, as part of a sentence; undefined when it may. `targets`: the endpoints that
 * are given to the router; undefined where it knows its own.
 */
function whatIsUnready(
  { split, mustBeReady, mustBeFull }: WriteRequest,
  slots: Partial<Record<Slot, SlotDescription>>,
  targets: Targets | undefined,
): string | undefined {
  const all: Slot[] = ['blue', 'green'];
  const served = all.filter((slot) => split !== null && split[slot] > 0);
  for (const slot of all) {
    const needs = mustBeFull.includes(slot) ? 'all' : mustBeReady.includes(slot) ? 'one' : undefined;
    const found = slots[slot];
    const reason = needs === undefined || found === undefined ? undefined : unready(slot, found, needs);
    if (reason !== undefined) return reason;
    if (served.includes(slot) && targets?.[slot].length === 0)
      return `${slot} has no instance to send traffic to`;
  }
  return undefined;
}
