import type { Slot } from '../../config/plan.ts';
import type { WatchRequest } from '../types.ts';

/** Checks in a row without a ready instance after which a side is judged to have none. */
const IN_A_ROW = 2;

/** Instances ready in a slot; undefined: the platform did not answer, which says nothing of the instances. */
export type ReadyCounts = Partial<Record<Slot, number>>;

/** Counts the checks in a row in which a slot had no instance ready. Pure. */
export function countNotReady(before: Record<Slot, number>, ready: ReadyCounts): Record<Slot, number> {
  const of = (slot: Slot): number => {
    const count = ready[slot];
    return count === undefined ? before[slot] : count > 0 ? 0 : before[slot] + 1;
  };
  return { blue: of('blue'), green: of('green') };
}

/** What the checks in a row say: a fail for the candidate, a hold for the stable side. Pure. */
export function judgeReadiness(
  { candidate, stable, muted }: Pick<WatchRequest, 'candidate' | 'stable' | 'muted'>,
  notReady: Record<Slot, number>,
): { finding: 'instances' | 'stable'; message: string } | undefined {
  const none = (slot: Slot): boolean => notReady[slot] >= IN_A_ROW;
  // A stable side that is not ready comes first: a fail would revert onto it.
  if (stable !== null && none(stable) && !muted.includes('stable')) {
    const message = `no instance of the stable side is ready in ${stable}, so there is nothing safe to go back to`;
    return { finding: 'stable', message };
  }
  if (none(candidate) && !muted.includes('instances')) {
    return { finding: 'instances', message: `no instance of the candidate is ready in ${candidate}` };
  }
  return undefined;
}
