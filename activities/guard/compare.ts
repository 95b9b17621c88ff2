/** What a lane's router holds against what it should between releases: all traffic at the live slot. */
import type { Slot } from '../../config/plan.ts';
import type { SlotDescription } from '../../providers/platforms/platform.ts';
import { compareFences } from '../../providers/routers/fence.ts';
import type { Reading, Split } from '../../providers/routers/router.ts';
import { driftOf } from '../drift.ts';
import type { RouterFinding, Seen } from '../types.ts';
import { servingIn } from '../write/targets.ts';

/** What is not as it was written, whoever did it; undefined when it is. Pure. */
export function changeOf(
  live: Slot,
  seen: Seen | null,
  reading: Reading,
): Pick<RouterFinding, 'kind' | 'message'> | undefined {
  const { stamp } = reading;
  const age = stamp === null || !seen?.stamp ? 0 : compareFences(stamp, seen.stamp);
  // A later act of this lane holds what was not seen yet. Where a router carries no stamp, nobody of us writes now.
  const known = seen !== null && age === 0 ? { digest: seen.digest } : {};
  const drift = driftOf(reading, { split: allTo(live), ...known });
  if (drift !== undefined) return { kind: 'drift', message: drift };
  if (stamp !== null && age < 0) {
    const message = `it carries the mark of an earlier act (release ${stamp.release}, act ${stamp.act}), so an old copy was put back`;
    return { kind: 'drift', message };
  }
  if (!reading.inEffect)
    return { kind: 'unloaded', message: 'what it has loaded is not what is stored in it' };
  return undefined;
}

/** How a slot's targets differ from its instances. */
export interface TargetsChange {
  /** As a sentence. */
  message: string;
  /** One serves at another address in the place of one that does not any more: requests are lost until it is known. */
  moved: boolean;
}

/** How the targets of a slot differ from its instances; undefined when they do not. Pure. */
export function targetsChange(
  name: Slot,
  reading: Reading,
  slot: SlotDescription,
): TargetsChange | undefined {
  const sent = reading.targets[name];
  const serving = servingIn(slot, sent);
  if (list(sent) === list(serving)) return undefined;
  const moved = sent.some((each) => !serving.includes(each)) && serving.some((each) => !sent.includes(each));
  const message = `requests for ${name} are sent to ${list(sent)}, but ${list(serving)} ${serving.length === 1 ? 'serves' : 'serve'} there now`;
  return { message, moved };
}

/** All traffic at one slot. */
function allTo(slot: Slot): Split {
  return slot === 'blue' ? { blue: 10_000, green: 0 } : { blue: 0, green: 10_000 };
}

function list(endpoints: string[]): string {
  return endpoints.length === 0 ? 'none' : endpoints.toSorted().join(' and ');
}
