import pino from 'pino';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ActivityContext } from '../../../activities/context.ts';
import { createProcessEvents } from '../../../activities/process-events.ts';
import { createStops } from '../../../activities/stops.ts';
import type { Place } from '../../../activities/types.ts';
import type { KnownFreezes } from '../../../config/freezes/judge-raise.ts';
import type { Slot } from '../../../config/plan.ts';
import type { RuleQuery } from '../../../config/queries/index.ts';
import type { SourceQuery } from '../../../config/sources/index.ts';
import type { MetricSource, Series, TimeRange } from '../../../providers/metrics/metric-source.ts';
import type { Notification } from '../../../providers/notifiers/notifier.ts';
import type { InstanceDescription, SlotDescription } from '../../../providers/platforms/platform.ts';
import { freezeBook, nothing } from '../../rigs/freeze-book.ts';
import { compareFences } from '../../../providers/routers/fence.ts';
import type { Capabilities, Fence, Split, Targets } from '../../../providers/routers/router.ts';

export const place: Place = {
  lane: 'shop.test',
  router: {
    kind: 'traefik',
    file: '/nowhere/dynamic/shop.yaml',
    temporaryFolder: '/nowhere/temporary',
    metrics: 'http://127.0.0.1:1/metrics',
    api: 'http://127.0.0.1:1',
    rule: 'PathPrefix(`/`)',
    entryPoints: [],
  },
  platform: {
    kind: 'process',
    command: 'true',
    directory: '/nowhere',
    instances: 1,
    portVariable: 'PORT',
    readyPath: '/health',
    environment: {},
    grace: 1000,
  },
};

/** What sources with history answer with. */
export interface Past {
  lag: number;
  /** Which metrics have such a source; left out: all. */
  of?: (query: SourceQuery) => boolean;
  /** Every sample that the source will ever have; it hands out those that are not in the future. */
  series: (slot: Slot) => Series[];
}

/** What the fakes hold; tests change it as they go. */
export interface FakeWorld {
  split: Split | null;
  targets: Targets;
  stamp: Fence | null;
  digest: string;
  inEffect: boolean;
  capabilities: Capabilities;
  /** What the next readings find instead of what is held: a router may answer with what it held before. */
  stale: Pick<FakeWorld, 'split'>[];
  /** What keeps traffic from being raised. */
  freezes: KnownFreezes;
  /** So many of the next writes are answered as done and lost. */
  lost: number;
  /** Set: every call of the router that reads throws this. */
  routerDown: string | undefined;
  slots: Record<Slot, InstanceDescription['state'][]>;
  versions: Record<Slot, string>;
  platformDown: string | undefined;
  /** A slot of which the platform never says anything. */
  hangs: Slot | undefined;
  /** Cumulative requests by slot, as the router counts them; undefined: it does not count. */
  requests: Record<Slot, number> | undefined;
  /** Up to when it has counted; undefined: up to now. */
  countedUpTo: number | undefined;
  /** Series by slot that every metric source answers with. */
  series: (slot: Slot) => Series[];
  /** Given: sources have history. */
  past: Past | undefined;
  sourceDown: string | undefined;
  /** What the query of every rule answers with, as a promise where it is slow. */
  scalars: (query: RuleQuery) => number[] | Promise<number[]>;
  processStartedAt: number | undefined;
  writes: number;
  told: Notification[];
  /** Called right before the router compares fences. */
  beforeWrite: () => void;
}

export function fakeWorld(): FakeWorld {
  return {
    split: { blue: 10_000, green: 0 },
    targets: { blue: ['http://blue-0'], green: [] },
    stamp: { lane: place.lane, release: 1, act: 9 },
    digest: 'first',
    inEffect: true,
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
    stale: [],
    lost: 0,
    routerDown: undefined,
    slots: { blue: ['ready'], green: ['ready'] },
    versions: { blue: 'v1', green: 'v2' },
    platformDown: undefined,
    hangs: undefined,
    requests: { blue: 0, green: 0 },
    countedUpTo: undefined,
    series: () => [],
    past: undefined,
    sourceDown: undefined,
    scalars: () => [],
    processStartedAt: 1,
    freezes: nothing(),
    writes: 0,
    told: [],
    beforeWrite: () => undefined,
  };
}

/** Activities' context over the fakes. */
export function contextOf(world: FakeWorld): ActivityContext {
  return {
    world: {
      router: () => fakeRouter(world),
      platform: () => fakePlatform(world),
      metricSource: (query) => fakeSource(world, query),
      scalarSource: () => ({
        scalar: async (query) => {
          if (world.sourceDown !== undefined) throw new Error(world.sourceDown);
          return world.scalars(query);
        },
      }),
      hook: () => {
        throw new Error('there is no hook in this world');
      },
      github: () => {
        throw new Error('there is no GitHub here');
      },
      gate: () => {
        throw new Error('there is no gate in this world');
      },
      notifier: () => ({
        send: async (notification) => {
          if (notification.message === 'lost') throw new Error('nobody listens');
          world.told.push(notification);
          return undefined;
        },
      }),
    },
    client: () => {
      throw new Error('there is no client in this test');
    },
    archiveFolder: '/nowhere/archive',
    freezes: freezeBook(() => world.freezes),
    schedules: { definitions: '/nowhere', dataFolder: '/nowhere', taskQueue: 'test' },
    events: createProcessEvents(() => undefined),
    stops: createStops(),
    log: pino({ level: 'silent' }),
  };
}

/** A mocked activity that was scheduled now, unless `info` says otherwise. */
export function environment(
  info: ConstructorParameters<typeof MockActivityEnvironment>[0] = {},
): MockActivityEnvironment {
  const now = Date.now();
  const times = {
    scheduledTimestampMs: now,
    currentAttemptScheduledTimestampMs: now,
    startToCloseTimeoutMs: 30_000,
  };
  return new MockActivityEnvironment({ ...times, ...info }, { logger: new DefaultLogger('ERROR') });
}

/** Runs an activity in an environment. */
export async function perform<A extends unknown[], R>(
  env: MockActivityEnvironment,
  activity: (...args: A) => Promise<R>,
  ...args: A
): Promise<R> {
  return env.run<A, R, (...args: A) => Promise<R>>(activity, ...args);
}

function fakeSource(world: FakeWorld, query: SourceQuery): MetricSource {
  const { past } = world;
  const history = past !== undefined && (past.of?.(query) ?? true);
  return {
    history,
    lag: history ? past.lag : 0,
    counters: async (_query, slot, range) => {
      if (world.sourceDown !== undefined) throw new Error(world.sourceDown);
      if (history) return { series: past.series(slot).map((each) => handedOut(each, range)) };
      const started = world.processStartedAt;
      return {
        series: world.series(slot),
        ...(started === undefined ? {} : { processStartedAt: started }),
      };
    },
    health: async () => undefined,
  };
}

/** From the last sample at or before the range on, and nothing of the future. */
function handedOut({ labels, samples }: Series, { from, to }: TimeRange): Series {
  const first = samples.findLastIndex(({ at }) => at <= from);
  const end = Math.min(to, Date.now());
  return { labels, samples: samples.filter(({ at }, i) => i >= first && at <= end) };
}

function fakeRouter(world: FakeWorld): ReturnType<ActivityContext['world']['router']> {
  const up = (): void => {
    if (world.routerDown !== undefined) throw new Error(world.routerDown);
  };
  return {
    capabilities: world.capabilities,
    read: async () => {
      up();
      const { targets, stamp, inEffect, digest, capabilities } = world;
      const { split } = world.stale.shift() ?? world;
      const foreign = stamp === null;
      return { split, targets, stamp: capabilities.stamps ? stamp : null, foreign, inEffect, digest };
    },
    write: async (wanted, fence) => {
      world.beforeWrite();
      if (!world.capabilities.stamps) return writeUnstamped(world, wanted);
      if (world.stamp !== null && compareFences(world.stamp, fence) > 0)
        return { kind: 'fenced', by: world.stamp };
      world.writes += 1;
      Object.assign(world, { ...wanted, stamp: fence, digest: `${fence.release}.${fence.act}` });
      return { kind: 'written' };
    },
    requests: async () => {
      up();
      if (world.requests === undefined) return undefined;
      const series = { blue: { all: world.requests.blue }, green: { all: world.requests.green } };
      return { at: world.countedUpTo ?? Date.now(), series, startedAt: 1 };
    },
    inFlight: async () => undefined,
    describe: () => 'the router',
  };
}

/** The mark stays, and the digest is of what is held alone. */
function writeUnstamped(
  world: FakeWorld,
  wanted: { split: Split | null; targets: Targets },
): { kind: 'written' } {
  world.writes += 1;
  if (world.lost > 0) world.lost -= 1;
  else Object.assign(world, wanted, { digest: JSON.stringify(wanted.split) });
  return { kind: 'written' };
}

function fakePlatform(world: FakeWorld): ReturnType<ActivityContext['world']['platform']> {
  const describe = async (slot: Slot): Promise<SlotDescription> => {
    if (world.platformDown !== undefined) throw new Error(world.platformDown);
    if (world.hangs === slot) return new Promise<never>(() => {});
    const instances = world.slots[slot].map((state, i) => ({
      id: `${slot}-${i}`,
      state,
      endpoint: `http://${slot}-${i}`,
      detail: 'log /var/log/it',
    }));
    const endpoints = instances.filter(({ state }) => state === 'ready').map(({ endpoint }) => endpoint);
    const version = world.versions[slot];
    return { ready: endpoints.length, wanted: instances.length, endpoints, version, instances };
  };
  return {
    deploy: async () => undefined,
    ready: describe,
    describe,
    keepAlive: async () => undefined,
    retire: async () => undefined,
  };
}
