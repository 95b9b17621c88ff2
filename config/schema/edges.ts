/** Edges of a histogram, as people write them. */
import type { Finding, Path } from '../finding.ts';
import type { Milliseconds } from '../plan.ts';
import { list } from './mapping.ts';
import { duration } from './quantities.ts';

/** At most 8 durations. */
export const edges = list(duration('An edge.', { max: 3_600_000 }), 8).meta({
  description: 'Durations that a request may be slower than; each is an edge of the histogram. Default: all.',
});

/** The first edge that is not above the one before it, if there is one. */
export function risingFindings(written: readonly Milliseconds[], path: Path): Finding[] {
  const index = written.findIndex((edge, position) => edge <= (written[position - 1] ?? 0));
  if (index < 0) return [];
  const message = 'the edges do not rise';
  return [{ path: [...path, index], message, expected: 'each edge above the one before' }];
}
