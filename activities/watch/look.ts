import type { Slot } from '../../config/plan.ts';
import type { RequestSample } from '../../providers/routers/router.ts';
import { requestsBetween } from '../requests-between.ts';
import { messageOf } from '../sentence.ts';
import { closeBlock, lookWithin, openBlock, type Moment } from './blocks.ts';
import type { Chunk } from './chunk.ts';
import { queryTimeout } from './clock.ts';
import type { Finding } from './judge.ts';
import { countNotReady, judgeReadiness, type ReadyCounts } from './readiness.ts';
import { compareRouter } from './router-check.ts';

/** Blocks over which the observed split is taken. */
const OBSERVED_BLOCKS = 5;
/** No check of instances or router takes longer, in milliseconds. */
const LONGEST_CHECK = 5000;

/**
 * One check: instances of each slot, the router, and the series that are new within the open block. A part that
 * cannot be read is noted and says nothing. Undefined: nothing was found.
 */
export async function check(chunk: Chunk, signal: AbortSignal): Promise<Finding | undefined> {
  chunk.notes = [];
  // An instance that hangs is known as not ready only when the platform's own patience is over, so this is not cut.
  const patient = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_CHECK)]);
  const [ready, drift, within] = await Promise.all([
    readReady(chunk, patient),
    readDrift(chunk, patient),
    chunk.state.openSince === null ? undefined : takeMoment(chunk, limit(chunk, signal)),
  ]);
  if (signal.aborted) return undefined;
  if (within !== undefined) chunk.state = lookWithin(chunk.request, chunk.state, within);
  chunk.state = { ...chunk.state, notReady: countNotReady(chunk.state.notReady, ready) };
  const found = judgeReadiness(chunk.request, chunk.state.notReady);
  if (found?.finding === 'instances') return { kind: 'fail', reason: 'instances', ...found };
  if (found?.finding === 'stable') return { kind: 'hold', reason: 'stable not ready', ...found };
  if (drift === undefined) return undefined;
  // Nobody knows which split the open block saw, so it is in no block.
  chunk.state = { ...chunk.state, openSince: null };
  return {
    kind: 'drift',
    finding: 'drift',
    reason: 'drift',
    message: `somebody else changed the router: ${drift}`,
  };
}

/** Begins a block now. */
export async function open(chunk: Chunk, signal: AbortSignal): Promise<void> {
  const limited = limit(chunk, signal);
  const [moment, requests] = await Promise.all([takeMoment(chunk, limited), readRequests(chunk, limited)]);
  if (!signal.aborted) chunk.state = { ...openBlock(chunk.request, chunk.state, moment), requests };
}

/** Ends the open block now and begins the next. */
export async function close(chunk: Chunk, partial: boolean, signal: AbortSignal): Promise<void> {
  const limited = limit(chunk, signal);
  const [moment, requests] = await Promise.all([takeMoment(chunk, limited), readRequests(chunk, limited)]);
  if (signal.aborted) return;
  const before = chunk.state.requests;
  const { state, block } = closeBlock(chunk.request, chunk.state, moment, partial);
  chunk.state = { ...state, requests };
  chunk.blocks = [...chunk.blocks, block];
  const between = before === null || requests === null ? undefined : requestsBetween(before, requests);
  if (between !== undefined) chunk.recent = [...chunk.recent, between].slice(-OBSERVED_BLOCKS);
}

/** A metric is read within less than a block. */
function limit({ request }: Chunk, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(queryTimeout(request.analysis.block))]);
}

/** Both sides of every metric at one moment. */
async function takeMoment({ request, state, read }: Chunk, signal: AbortSignal): Promise<Moment> {
  const at = Date.now();
  const { candidate, stable } = request;
  const slots: Slot[] = stable === null ? [candidate] : [candidate, stable];
  return { at, raw: await read(slots, { from: state.openSince ?? at, to: at }, signal) };
}

async function readRequests({ router }: Chunk, signal: AbortSignal): Promise<RequestSample | null> {
  try {
    return (await router.requests(signal)) ?? null;
  } catch {
    // The split observed is shown, not judged: metrics judge it, and they tell their own problems.
    return null;
  }
}

async function readReady(chunk: Chunk, signal: AbortSignal): Promise<ReadyCounts> {
  const { request, platform } = chunk;
  const ready: ReadyCounts = {};
  const read = async (slot: Slot): Promise<void> => {
    try {
      const found = await platform.ready(slot, signal);
      ready[slot] = found.ready;
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
  return ready;
}

async function readDrift(chunk: Chunk, signal: AbortSignal): Promise<string | undefined> {
  try {
    const reading = await chunk.router.read(signal);
    if (!reading.inEffect) chunk.notes.push(`${chunk.router.describe()} has not loaded what is stored`);
    const { drift, seen } = compareRouter(chunk.request, chunk.state.seen, reading);
    chunk.state = { ...chunk.state, seen };
    return drift;
  } catch (error) {
    chunk.notes.push(`the router cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}
