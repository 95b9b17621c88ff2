import type { Strike } from '../../chaos/schedule.ts';

/** What a strike does, by name: `kill worker`, or a proxy's fault and where it stands. */
export function namesOf(strike: Strike): string[] {
  if ('target' in strike) {
    const { blow, target } = strike;
    return [`${blow} ${target.kind === 'part' ? target.part : target.kind}`];
  }
  const { place, fault } = strike;
  return [fault.kind, place.kind === 'operator' ? 'operator' : place.before];
}

const PROCESSES = ['daemon', 'worker', 'api', 'temporal', 'traefik', 'instance'];
const FAULTS = ['refused', 'slow', 'cut', 'lost', 'busy', 'error', 'garbage', 'stale'];
const PLACES = ['operator', 'metrics', 'router-api', 'platform'];

/** The names of all that may be struck without PostgreSQL, in order. */
export const allNames = [
  ...PROCESSES.flatMap((name) => [`kill ${name}`, `stop ${name}`]),
  ...FAULTS,
  ...PLACES,
].toSorted();
