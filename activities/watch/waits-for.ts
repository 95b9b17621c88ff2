import type { Chunk } from './chunk.ts';
import type { Moment } from './moment.ts';

/** Blocks that one which is over waits for, while nothing at all can be read: then there is nothing to judge. */
const NOTHING_READ = 5;
/** The same while another metric could be read, whose evidence would wait too. */
const SOME_READ = 1;

/**
 * Why a block that is over is not ended yet: its sources have history, so what cannot be read now may be read later.
 * Undefined: it is ended with what could be read, since it has waited long enough, or a metric that is out has been
 * told already and must not hold up the others. Pure.
 */
export function waitsFor(
  { request: { metrics, analysis }, reader, state }: Pick<Chunk, 'request' | 'reader' | 'state'>,
  { at, now = at, raw }: Moment,
): string | undefined {
  const refused = metrics.flatMap(({ name }) => {
    const reading = raw.get(name);
    return reading !== undefined && 'refused' in reading ? [{ name, message: reading.refused }] : [];
  });
  const [first] = refused;
  if (!reader.history || first === undefined) return undefined;
  const known = (state.verdict.newest?.problems ?? []).filter(({ kind }) => kind === 'error');
  const told = refused.every(({ name }) => known.some(({ metric }) => metric === name));
  const patience = refused.length === metrics.length ? NOTHING_READ : told ? 0 : SOME_READ;
  if (now - reader.lag - at >= patience * analysis.block) return undefined;
  return `${first.name} cannot be read: ${first.message}`;
}
