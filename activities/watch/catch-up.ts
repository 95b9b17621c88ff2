import { endBlock, endEarly } from './end-block.ts';
import type { Chunk } from './chunk.ts';
import { SHORTEST_BLOCK } from './clock.ts';
import { judge, type Finding } from './judge.ts';

/** Instances and router are looked at in between, however many blocks were missed; in milliseconds. */
const LONGEST_STRETCH = 1000;
/** Blocks that one chunk holds at most, since all of them are in its answer. */
const FULL = 300;

/** What came of the blocks that were over. */
export interface CaughtUp {
  found?: Finding;
  /** More blocks are over: they were missed, and are read one after the other. */
  behind: boolean;
}

/**
 * Ends the blocks that are over, each judged in its order, for about a second. Of blocks that were missed a fail is
 * an answer at once; everything else is said of the evidence as it stands when all of them are read.
 */
export async function endDue(chunk: Chunk, signal: AbortSignal): Promise<CaughtUp> {
  const began = Date.now();
  for (;;) {
    if (!(await endBlock(chunk, false, signal))) return { behind: false };
    const behind = isBehind(chunk);
    const { ends } = judge(chunk.request, chunk.state, Date.now());
    if (ends !== undefined && (!behind || ends.kind === 'fail')) return { found: ends, behind };
    if (!behind || isFull(chunk) || Date.now() - began >= LONGEST_STRETCH) return { behind };
  }
}

/** The chunk has to answer, so that what it carries stays small. */
export function isFull({ blocks }: Chunk): boolean {
  return blocks.length >= FULL;
}

/** Ends all that is over, and the rest of a block where that is worth it: evidence is not thrown away. */
export async function endRest(chunk: Chunk, signal: AbortSignal): Promise<void> {
  while (isBehind(chunk) && (await endBlock(chunk, true, signal))) {
    // The next one.
  }
  const { openSince } = chunk.state;
  if (openSince === null || Date.now() - chunk.reader.lag - openSince < SHORTEST_BLOCK) return;
  await endEarly(chunk, signal);
}

/** Another whole block is over and can be read. */
function isBehind({ request, reader, state: { openSince } }: Chunk): boolean {
  if (!reader.history || openSince === null || request.mode === 'transition') return false;
  return Date.now() - reader.lag >= openSince + request.analysis.block;
}
