/**
 * Counts that one release's history holds, a count being a block of one metric: Temporal ends a workflow at 50 MB,
 * and a block takes about 200 bytes for each metric with several edges. Half of it is left for everything else.
 */
const MOST_COUNTS = 100_000;

/** How many blocks a release with so many metrics can keep. Pure; the workflows use it too. */
export function mostBlocks(metrics: number): number {
  return Math.floor(MOST_COUNTS / Math.max(1, metrics));
}
