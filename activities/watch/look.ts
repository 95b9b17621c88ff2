import type { Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import type { Reading } from '../../providers/routers/router.ts';
import { driftOf } from '../drift.ts';
import type { TargetsChange } from '../guard/compare.ts';
import { messageOf } from '../sentence.ts';
import { readSettled } from '../settled-reading.ts';
import { lookWithin } from './blocks.ts';
import type { Chunk } from './chunk.ts';
import type { Finding } from './judge.ts';
import type { Moment } from './moment.ts';
import { movedNow, patienceFor } from './moved.ts';
import { countNotReady, judgeReadiness, type ReadyCounts } from './readiness.ts';
import { compareRouter } from './router-check.ts';
import { limit, takeMoment } from './take-moment.ts';

/** No check of the router takes longer, in milliseconds. */
const LONGEST_CHECK = 5000;
/** Longer than any platform's own patience with its instances, in milliseconds. */
const LONGEST_READY = 12_000;

/**
 * One check: instances of each slot, the router, and the series that are new within the open block. A part that
 * cannot be read is noted and says nothing. Undefined: nothing was found.
 */
export async function check(chunk: Chunk, signal: AbortSignal): Promise<Finding | undefined> {
  chunk.notes = [];
  // An instance that hangs is known as not ready only when the platform's own patience is over, so this is not cut.
  const patient = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_READY)]);
  const [slots, held, within] = await Promise.all([
    readSlots(chunk, patient),
    readRouter(chunk, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_CHECK)])),
    readWithin(chunk, signal),
  ]);
  if (signal.aborted) return undefined;
  const ready: ReadyCounts = { ...countOf(slots, 'blue'), ...countOf(slots, 'green') };
  const moved = held.reading === undefined ? undefined : movedNow(chunk.request, held.reading, slots);
  if (within !== undefined) chunk.state = lookWithin(chunk.request, chunk.state, within);
  chunk.state = {
    ...chunk.state,
    ready: { ...chunk.state.ready, ...ready },
    notReady: countNotReady(chunk.state.notReady, ready),
    movedAt: moved === undefined ? null : (chunk.state.movedAt ?? Date.now()),
    asAsked: held.asAsked,
  };
  const found = judgeReadiness(chunk.request, chunk.state.notReady);
  if (found?.finding === 'instances') return { kind: 'fail', reason: 'instances', ...found };
  if (found?.finding === 'stable') return { kind: 'hold', reason: 'stable not ready', ...found };
  const { drift } = held;
  if (drift === undefined) return findMoved(chunk, moved);
  // Nobody knows which split the open block saw, so it is in no block.
  chunk.state = { ...chunk.state, openSince: null };
  const what = held.late ? 'a write whose answer was lost has landed' : 'somebody else changed the router';
  return {
    kind: 'drift',
    finding: 'drift',
    reason: held.late ? 'late write' : 'drift',
    message: `${what}: ${drift}`,
  };
}

/** The split is as it was, so the open block goes on. */
function findMoved({ request, state }: Chunk, moved: TargetsChange | undefined): Finding | undefined {
  const { muted, followed = 0, followedInAll = 0 } = request;
  // Over somebody else's change, about which a person is asked, nothing is written.
  if (moved === undefined || muted.includes('targets') || muted.includes('drift')) return undefined;
  if (Date.now() - (state.movedAt ?? Date.now()) < patienceFor(moved, followed, followedInAll))
    return undefined;
  return { kind: 'targets', finding: 'targets', reason: 'targets', message: moved.message };
}

function countOf(slots: Partial<Record<Slot, SlotDescription>>, slot: Slot): ReadyCounts {
  const found = slots[slot];
  return found === undefined ? {} : { [slot]: found.ready };
}

/** Sources with history tell later what was new within a block. */
async function readWithin(chunk: Chunk, signal: AbortSignal): Promise<Moment | undefined> {
  const { request, reader, state } = chunk;
  const metrics = request.metrics.filter((metric) => !reader.hasHistory(metric));
  if (state.openSince === null || metrics.length === 0) return undefined;
  return takeMoment({ ...chunk, request: { ...request, metrics } }, Date.now(), limit(chunk, signal));
}

async function readSlots(chunk: Chunk, signal: AbortSignal): Promise<Partial<Record<Slot, SlotDescription>>> {
  const { request, platform } = chunk;
  const described: Partial<Record<Slot, SlotDescription>> = {};
  const read = async (slot: Slot): Promise<void> => {
    try {
      const found = await platform.describe(slot, signal);
      described[slot] = found;
      if (slot !== request.warm && found.ready < found.wanted)
        chunk.notes.push(`${found.ready} of ${found.wanted} instances in ${slot} are ready`);
      if (slot === request.warm && found.ready === 0)
        chunk.notes.push(`no instance of the old slot ${slot} is ready, so there is nothing to swap back to`);
    } catch (error) {
      chunk.notes.push(`the instances in ${slot} cannot be asked: ${messageOf(error)}`);
    }
  };
  const slots = [request.candidate, request.stable, request.warm].filter((slot) => slot !== null);
  await Promise.all(slots.map(read));
  return described;
}

/** What a look at the router found. */
interface Held {
  /** What is not as it was written; `late`: since a write of this release landed whose answer was lost. */
  drift?: string;
  late?: true;
  /** It holds, and has loaded, what was asked for. */
  asAsked: boolean;
  /** Where its endpoints can be compared. */
  reading?: Reading;
}

async function readRouter(chunk: Chunk, signal: AbortSignal): Promise<Held> {
  try {
    const { candidate, expected } = chunk.request;
    const asked = (found: Reading): boolean => driftOf(found, expected) === undefined;
    const reading = await readSettled(chunk.router, asked, signal);
    chunk.readBack = reading.split?.[candidate];
    if (!reading.inEffect) chunk.notes.push(`${chunk.router.describe()} has not loaded what is stored`);
    const { drift, late, seen } = compareRouter(chunk.request, chunk.state.seen, reading);
    chunk.state = { ...chunk.state, seen };
    const given = chunk.router.capabilities.targets === 'given';
    return {
      ...(drift === undefined ? {} : { drift }),
      ...(late === undefined ? {} : { late }),
      asAsked: drift === undefined && reading.inEffect && asked(reading),
      ...(given && reading.inEffect ? { reading } : {}),
    };
  } catch (error) {
    chunk.readBack = undefined;
    chunk.notes.push(`the router cannot be read: ${messageOf(error)}`);
    return { asAsked: false };
  }
}
