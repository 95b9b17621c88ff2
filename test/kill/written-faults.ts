import type { Slot } from '../../config/plan.ts';
import type { Written } from './written-files.ts';

/** What one release was to write. */
interface Planned {
  /** The release's number. */
  number: number;
  /** The candidate's slot. */
  slot: Slot;
  /** The candidate's weights in their order, in basis points. */
  planned: readonly number[];
}

/**
 * What is wrong with the replacements of the router's file, in sentences: every act of the plan is in place once, in
 * its order, under a fence of its own, and nothing else is; only the last weight may be written once more, which a
 * release does before the old slot goes where its watch has not found all traffic at the candidate of late. Pure.
 */
export function faultsOfWrites(writes: readonly Written[], { number, slot, planned }: Planned): string[] {
  const faults: string[] = [];
  const foreign = writes.filter(({ stamp }) => stamp?.release !== number).length;
  if (foreign > 0) faults.push(`the file was replaced ${foreign} times without this release's stamp`);
  const fences = writes.map(({ stamp }) => stamp?.act ?? 0);
  for (const [i, act] of fences.entries()) {
    if (fences.indexOf(act) !== i) faults.push(`act ${act} came into place more than once`);
    else if (act < Math.max(0, ...fences.slice(0, i)))
      faults.push(`act ${act} came into place after a later one`);
  }
  const weights = writes.map(({ split }) => split?.[slot] ?? 0);
  const confirmed = weights.length > planned.length && weights.at(-1) === weights.at(-2);
  if ((confirmed ? weights.slice(0, -1) : weights).join() !== planned.join()) {
    faults.push(`the weights ${weights.join(', ')} came into place, planned were ${planned.join(', ')}`);
  }
  return faults;
}
