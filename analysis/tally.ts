import type { Tally } from './state.ts';
import type { Counts, SideCounts } from './types.ts';

/** Number of bad counts that a metric has: one, or one for each edge. */
export function badCounts(metric: { edges?: number[] }): number {
  return metric.edges?.length ?? 1;
}

/** No requests on either side. */
export function emptyTally(bads: number): Tally {
  const none = (): Counts => ({ total: 0, bad: Array.from({ length: bads }, () => 0) });
  return { candidate: none(), stable: none() };
}

/** Adds two counts of the same side. */
export function addCounts(sum: Counts, more: Counts | undefined): Counts {
  if (more === undefined) return sum;
  return { total: sum.total + more.total, bad: sum.bad.map((bad, i) => bad + (more.bad[i] ?? 0)) };
}

/** Adds a block's counts; a side that is absent adds nothing. */
export function addSides(sum: Tally, more: SideCounts): Tally {
  return { candidate: addCounts(sum.candidate, more.candidate), stable: addCounts(sum.stable, more.stable) };
}

/** The share of bad requests at one edge (0 for a metric without edges); undefined without requests. */
export function badRate(counts: Counts, edge: number): number | undefined {
  return counts.total > 0 ? (counts.bad[edge] ?? 0) / counts.total : undefined;
}
