/** A router and a platform in the memory of the process that asks them: they cost nothing, so what is left is the engine. */
import type { Slot } from '../../config/plan.ts';
import type { Platform, SlotDescription } from '../../providers/platforms/platform.ts';
import type { Fence, Router, Split, Targets } from '../../providers/routers/router.ts';

/** Requests a second that the router of each lane counts. */
const RATE = 500;

/** Every slot has one instance that is ready at once. `endpoints` are what routers are given for the two slots. */
export function createPlatforms(endpoints: Record<Slot, string>): (lane: string) => Platform {
  const lanes = new Map<string, Record<Slot, string | undefined>>();
  return (lane) => {
    const versions = lanes.get(lane) ?? { blue: 'v1', green: undefined };
    lanes.set(lane, versions);
    const look = (slot: Slot): SlotDescription => {
      const version = versions[slot];
      if (version === undefined) return { ready: 0, wanted: 0, endpoints: [], instances: [] };
      const endpoint = endpoints[slot];
      const instance = { id: slot, state: 'ready' as const, endpoint, detail: '' };
      return { ready: 1, wanted: 1, endpoints: [endpoint], version, instances: [instance] };
    };
    return {
      deploy: async ({ slot, version }) => {
        versions[slot] = version;
        return Promise.resolve();
      },
      ready: async (slot) => Promise.resolve(look(slot)),
      describe: async (slot) => Promise.resolve(look(slot)),
      keepAlive: async () => Promise.resolve(),
      retire: async (slot, version) => {
        if (versions[slot] === version) versions[slot] = undefined;
        return Promise.resolve();
      },
    };
  };
}

interface Stored {
  split: Split;
  targets: Targets;
  stamp: Fence | null;
  since: number;
  counted: Record<Slot, number>;
}

/** Every lane has all traffic in blue, and a write is in effect at once; `moved` is told of each. */
export function createRouters(
  endpoints: Record<Slot, string>,
  moved: (lane: string, split: Split) => void,
): (lane: string) => Router {
  const lanes = new Map<string, Stored>();
  return (lane) => {
    const stored = lanes.get(lane) ?? begun(endpoints, lane);
    lanes.set(lane, stored);
    return {
      capabilities: {
        granularity: 1,
        atomic: true,
        sticky: false,
        stamps: true,
        propagation: 0,
        observes: true,
        observationLag: 0,
        targets: 'given',
      },
      read: async () => {
        const { split, targets, stamp } = stored;
        const digest = JSON.stringify([split, targets, stamp]);
        return Promise.resolve({ split, targets, stamp, foreign: false, inEffect: true, digest });
      },
      write: async ({ split, targets }, fence) => {
        count(stored);
        Object.assign(stored, { split, targets, stamp: fence });
        if (split !== null) moved(lane, split);
        return Promise.resolve({ kind: 'written' });
      },
      requests: async () => {
        count(stored);
        const { blue, green } = stored.counted;
        return Promise.resolve({ at: Date.now(), series: { blue: { all: blue }, green: { all: green } } });
      },
      inFlight: async () => Promise.resolve(0),
      describe: () => 'a router in memory',
    };
  };
}

/** The first mark is of a release before the first one, as an adopted lane has it. */
function begun({ blue }: Record<Slot, string>, lane: string): Stored {
  return {
    split: { blue: 10_000, green: 0 },
    targets: { blue: [blue], green: [] },
    stamp: { lane, release: 0, act: 0 },
    since: Date.now(),
    counted: { blue: 0, green: 0 },
  };
}

function count(stored: Stored): void {
  const now = Date.now();
  const requests = ((now - stored.since) / 1000) * RATE;
  stored.since = now;
  for (const slot of ['blue', 'green'] as const)
    stored.counted[slot] += requests * (stored.split[slot] / 10_000);
}
