import type { Slot } from '../../../config/plan.ts';
import type { Fence, Split, Targets } from '../router.ts';
import { addressOf, endpointOf } from './endpoint.ts';
import type { Entry } from './entries.ts';

/** What a lane's map says. */
export interface MapState {
  /** Null: nothing is routed. */
  split: Split | null;
  /** Instances that the map gives; none where they are fixed in HAProxy's configuration. */
  targets: Targets;
  /** Why the entries cannot be understood, as part of a sentence. */
  unreadable?: string;
}

const slots: Slot[] = ['blue', 'green'];

/**
 * The entries of a lane's map: who wrote it, green's share in basis points, and the instances of each slot where
 * they are given. Throws where HAProxy cannot be given an instance. Pure.
 */
export function entriesFor(
  { split, targets }: { split: Split | null; targets: Targets },
  fence: Fence,
  kind: 'given' | 'fixed',
): Entry[] {
  const stamp: Entry[] = [
    ['lane', fence.lane],
    ['release', String(fence.release)],
    ['act', String(fence.act)],
  ];
  if (split === null) return stamp;
  const instances = kind === 'fixed' ? [] : slots.flatMap((slot) => instancesOf(slot, targets[slot]));
  return [...stamp, ['green', String(split.green)], ...instances];
}

/** Reads entries back. Never throws: what cannot be understood says so in `unreadable`. Pure. */
export function stateOf(entries: readonly Entry[], kind: 'given' | 'fixed'): MapState {
  const none: MapState = { split: null, targets: { blue: [], green: [] } };
  const values = new Map(entries);
  const share = values.get('green');
  if (share === undefined) return none;
  const green = wholeOf(share);
  if (green === undefined || green > 10_000)
    return { ...none, unreadable: `green is ${share}, not whole basis points from 0 to 10,000` };
  const split = { blue: 10_000 - green, green };
  if (kind === 'fixed') return { ...none, split };
  const [blue, own] = [targetsOf('blue', values), targetsOf('green', values)];
  if (typeof blue === 'string') return { ...none, unreadable: blue };
  if (typeof own === 'string') return { ...none, unreadable: own };
  return { split, targets: { blue, green: own } };
}

function instancesOf(slot: Slot, endpoints: readonly string[]): Entry[] {
  return [
    [`${slot}/instances`, String(endpoints.length)],
    ...endpoints.map((endpoint, i): Entry => [`${slot}/${i + 1}`, addressOf(endpoint)]),
  ];
}

/** The endpoints of a slot, or why they cannot be understood. */
function targetsOf(slot: Slot, values: ReadonlyMap<string, string>): string[] | string {
  const count = wholeOf(values.get(`${slot}/instances`) ?? '');
  if (count === undefined) return `${slot}/instances is not a whole number`;
  const endpoints: string[] = [];
  for (let i = 1; i <= count; i += 1) {
    const address = values.get(`${slot}/${i}`);
    const endpoint = address === undefined ? undefined : endpointOf(address);
    if (endpoint === undefined) return `${slot}/${i} is ${address ?? 'missing'}, not ADDRESS:PORT`;
    endpoints.push(endpoint);
  }
  return endpoints;
}

function wholeOf(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
