import type { Slot } from '../../config/plan.ts';
import type { Chunk } from './chunk.ts';
import { withoutEdges } from './chosen-edges.ts';
import { queryTimeout } from './clock.ts';
import type { Moment } from './moment.ts';

/** What the edges of histograms are chosen from, where it can be read (verdict.md §1). */
const EDGES_FROM = 6 * 3_600_000;

/** Both sides of every metric, from the open block's start up to a moment. */
export async function takeMoment(
  { request, state, reader }: Pick<Chunk, 'request' | 'state' | 'reader'>,
  at: number,
  signal: AbortSignal,
): Promise<Moment> {
  const { metrics, candidate, stable } = request;
  const now = Date.now();
  const slots: Slot[] = stable === null ? [candidate] : [candidate, stable];
  const range = { from: state.openSince ?? at, to: at };
  const choosing = withoutEdges(request, state).filter((metric) => reader.hasHistory(metric));
  // Two looks at single moments are cheap, where all samples of six hours are not.
  const earlier = { from: at - EDGES_FROM, to: at - EDGES_FROM };
  const [raw, before] = await Promise.all([
    reader.read({ metrics, slots, range, now }, signal),
    choosing.length === 0
      ? undefined
      : reader.read({ metrics: choosing, slots, range: earlier, now }, signal),
  ]);
  return { at, now, raw, ...(before === undefined ? {} : { before: { length: EDGES_FROM, raw: before } }) };
}

/** A metric is read within less than a block. */
export function limit({ request }: Pick<Chunk, 'request'>, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(queryTimeout(request.analysis.block))]);
}
