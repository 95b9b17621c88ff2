import { duration } from '../../analysis/figures.ts';
import type { RequestSample } from '../../providers/routers/router.ts';
import { requestsBetween } from '../requests-between.ts';
import { closeBlock, openBlock } from './blocks.ts';
import type { Chunk } from './chunk.ts';
import type { Moment } from './moment.ts';
import { limit, takeMoment } from './take-moment.ts';
import { waitsFor } from './waits-for.ts';

/** Blocks over which the observed split is taken. */
const OBSERVED_BLOCKS = 5;
/** What was missed longer ago than this is not read again. */
const READ_AGAIN = 6 * 3_600_000;

/** Begins a block now. */
export async function open(chunk: Chunk, signal: AbortSignal): Promise<void> {
  const limited = limit(chunk, signal);
  const at = Date.now() - chunk.reader.lag;
  const [moment, requests] = await Promise.all([
    takeMoment(chunk, at, limited),
    readRequests(chunk, limited),
  ]);
  if (!signal.aborted) chunk.state = { ...openBlock(chunk.request, chunk.state, moment), requests };
}

/**
 * Ends the open block, which is over, and begins the next. Where all sources have history the block is as long as
 * every other one, however late this is, and waits for a source that cannot be read now unless `forced`. Without
 * history all that was missed is in this one block. False: it is not ended.
 */
export async function endBlock(chunk: Chunk, forced: boolean, signal: AbortSignal): Promise<boolean> {
  const { request, reader, state } = chunk;
  const evidence = Date.now() - reader.lag;
  const { openSince } = state;
  if (!reader.history || openSince === null) return end(chunk, evidence, { partial: false, forced }, signal);
  const missed = evidence - openSince;
  if (missed <= READ_AGAIN + request.analysis.block)
    return end(chunk, openSince + request.analysis.block, { partial: false, forced }, signal);
  const refused = `nobody read it for ${duration(missed / 1000)}, of which only the last 6 hours are read again`;
  const raw = new Map(request.metrics.map(({ name }) => [name, { refused }]));
  return fold(chunk, { at: evidence - READ_AGAIN, raw }, false, undefined);
}

/** Ends the open block early, now. What holds too little to tell anything is in no block. */
export async function endEarly(chunk: Chunk, signal: AbortSignal): Promise<void> {
  await end(chunk, Date.now() - chunk.reader.lag, { partial: true, forced: true }, signal);
}

async function end(
  chunk: Chunk,
  at: number,
  { partial, forced }: { partial: boolean; forced: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  const limited = limit(chunk, signal);
  const missed = Date.now() - chunk.reader.lag - at > chunk.request.analysis.block;
  const [moment, requests] = await Promise.all([
    takeMoment(chunk, at, limited),
    missed ? undefined : readRequests(chunk, limited),
  ]);
  if (signal.aborted) return false;
  chunk.waiting = forced ? undefined : waitsFor(chunk, moment);
  if (chunk.waiting !== undefined) return false;
  return fold(chunk, moment, partial, requests);
}

/** The router cannot tell how it stood at the end of a block that was missed; then `requests` is undefined. */
function fold(
  chunk: Chunk,
  moment: Moment,
  partial: boolean,
  requests: RequestSample | null | undefined,
): boolean {
  const { state, block } = closeBlock(chunk.request, chunk.state, moment, partial);
  // Samples come at times of their own, and that none has come in a part of a block is no sign of an outage.
  if (partial && (block.problems ?? []).some(({ kind }) => kind !== 'error') && hasHistory(chunk))
    return false;
  const before = chunk.state.requests;
  chunk.state = { ...state, requests: requests === undefined ? before : requests };
  chunk.blocks = [...chunk.blocks, block];
  if (before === null || requests === null || requests === undefined) return true;
  // Counts that lag may still be of the weight before.
  if (before.at < chunk.request.blocksFrom) return true;
  const between = requestsBetween(before, requests);
  if (between !== undefined) chunk.recent = [...chunk.recent, between].slice(-OBSERVED_BLOCKS);
  return true;
}

function hasHistory({ request, reader }: Chunk): boolean {
  return request.metrics.some((metric) => reader.hasHistory(metric));
}

async function readRequests({ router }: Chunk, signal: AbortSignal): Promise<RequestSample | null> {
  try {
    return (await router.requests(signal)) ?? null;
  } catch {
    // The split observed is shown, not judged: metrics judge it, and they tell their own problems.
    return null;
  }
}
