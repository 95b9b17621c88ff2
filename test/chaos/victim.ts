import { until } from '../rigs/until.ts';
import type { FaultProxy } from './faults/proxy.ts';
import { partName } from './describe.ts';
import { newestInstance } from './instances.ts';
import type { LaneRig } from './lanes/lane.ts';
import type { Fault } from './record.ts';
import type { Place, Target } from './schedule.ts';
import type { Part } from './setups/part.ts';

/** Everything that may be struck. */
export interface Victims {
  parts: readonly Part[];
  lanes: readonly LaneRig[];
  /** The proxies between the operator and the APIs. */
  operators: readonly FaultProxy[];
}

/** A process, and how it comes back after a kill. */
export interface Victim {
  /** Strikes of one victim come one after the other. */
  name: string;
  targets: Fault['target'][];
  lane?: string;
  pid: () => Promise<number | undefined>;
  revive: () => Promise<void>;
}

/** The process that a blow meets. */
export function victimOf(target: Target, { parts, lanes }: Victims): Victim {
  if (target.kind === 'part') {
    const part = parts.filter(({ kind }) => kind === target.part)[target.number ?? 0];
    if (part === undefined) throw new Error(`The set-up has no ${partName(target)}.`);
    return {
      name: `${part.kind} ${(target.number ?? 0) + 1}`,
      targets: hitsOf(part),
      pid: () => part.pid(),
      revive: async () => {
        if (part.revive === undefined) return;
        await gone(async () => part.pid());
        await part.revive();
      },
    };
  }
  const { lane, records, traefik } = laneOf(lanes, target.lane);
  if (target.kind === 'instance') {
    const { slot } = target;
    const name = `${slot} of ${lane}`;
    const pid = (): Promise<number | undefined> => newestInstance(records, slot);
    return { name, targets: ['instance'], lane, pid, revive: () => Promise.resolve() };
  }
  return {
    name: `Traefik at ${traefik.api}`,
    targets: ['router'],
    pid: () => Promise.resolve(traefik.pid()),
    revive: async () => {
      await gone(() => traefik.pid());
      await traefik.start();
    },
  };
}

/**
 * What was killed counts as running for a moment, until its end is known here, and one that runs is not started: it
 * stayed away for good.
 */
async function gone(pid: () => number | undefined | Promise<number | undefined>): Promise<void> {
  await until('the end of what was killed', async () => (await pid()) === undefined);
}

/** What is away with it: a daemon is both. */
function hitsOf({ kind }: Part): Fault['target'][] {
  return kind === 'daemon' ? ['worker', 'api'] : [kind];
}

/** Proxies that are disturbed together. */
export interface Disturbed {
  name: string;
  proxies: readonly FaultProxy[];
  target: Fault['target'];
  lane?: string;
}

/** The proxies of a place. */
export function proxiesOf(place: Place, { lanes, operators }: Victims): Disturbed {
  if (place.kind === 'operator') return { name: 'the API', proxies: operators, target: 'api' };
  const { proxies, lane } = laneOf(lanes, place.lane);
  const proxy = proxies[place.before];
  return {
    name: `${place.before} of ${lane}`,
    proxies: proxy === undefined ? [] : [proxy],
    target: place.before,
    lane,
  };
}

function laneOf(lanes: readonly LaneRig[], service: string): LaneRig {
  const rig = lanes.find(({ schedule }) => schedule.service === service);
  if (rig === undefined) throw new Error(`There is no lane ${service}.`);
  return rig;
}
