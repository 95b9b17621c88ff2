import type { WatchState } from '../types.ts';
import { areShared, instancesOf, withInstances } from './halving.ts';
import type { Moment } from './moment.ts';
import type { Watched } from './watched.ts';

/**
 * The halves with the stable instances that are new at this moment. Where the candidate's series name the same
 * instances, what counts is a proxy of both sides, so that its halves tell nothing: they are given up. Pure.
 */
export function halvingAt(
  { candidate, stable }: Watched,
  { halving }: WatchState,
  { raw }: Moment,
): WatchState['halving'] {
  const next: WatchState['halving'] = {};
  for (const [name, halves] of Object.entries(halving)) {
    const reading = raw.get(name);
    if (reading === undefined || 'refused' in reading || stable === null) {
      next[name] = halves;
      continue;
    }
    if (areShared(halves, reading.series[candidate] ?? [])) continue;
    next[name] = withInstances(halves, instancesOf(halves.label, reading.series[stable] ?? []));
  }
  return next;
}
