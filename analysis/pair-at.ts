import type { Pair } from './block-factor.ts';
import type { Counts } from './types.ts';

/** Requests and bad requests of two sides at one bad count; undefined where a side has none. */
export function pairAt(
  { candidate, stable }: { candidate?: Counts | undefined; stable?: Counts | undefined },
  i: number,
): Pair | undefined {
  const candidateBad = candidate?.bad[i];
  const stableBad = stable?.bad[i];
  if (candidate === undefined || stable === undefined) return undefined;
  if (candidateBad === undefined || stableBad === undefined) return undefined;
  return { candidate: candidate.total, candidateBad, stable: stable.total, stableBad };
}
