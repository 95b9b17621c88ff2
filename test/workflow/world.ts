/**
 * A scripted world for workflow tests: it answers every activity as the real one would, keeps what was done to
 * it, and lets a test say what the watch finds. Time passes on the time-skipping server, never in here.
 */
import { setTimeout } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type {
  ActActivities,
  ObserveAnswer,
  WatchActivities,
  WatchAnswer,
  WatchRequest,
  WriteAnswer,
  WriteRequest,
} from '../../activities/types.ts';
import type { Slot } from '../../config/plan.ts';
import type { Notification } from '../../providers/notifiers/notifier.ts';
import type { Fence, Split } from '../../providers/routers/router.ts';

/** What a scripted watch finds; undefined: nothing until the chunk ends. */
export type Finding = (Partial<WatchAnswer> & Pick<WatchAnswer, 'kind'>) | undefined;

export interface World {
  split: Split | null;
  stamp: Fence | null;
  foreign: boolean;
  ready: Record<Slot, { ready: number; wanted: number; version?: string }>;
  /** Everything that was done, one line each, in order. */
  did: string[];
  watched: WatchRequest[];
  told: Notification[];
  archived: string[];
  lastNumber: number;
  /** Asked at the begin of every chunk of a watch, and again each time `poke` was called. */
  finds: (request: WatchRequest) => Finding;
  observes: (goal: string) => Partial<ObserveAnswer> | undefined;
  deploys: () => void;
  smokes: () => string | undefined;
  writes: (request: WriteRequest) => Partial<WriteAnswer> | undefined;
  retires: () => void;
}

/** A world in which nothing serves yet and everything works. */
export function emptyWorld(): World {
  return {
    split: null,
    stamp: null,
    foreign: false,
    ready: { blue: { ready: 0, wanted: 0 }, green: { ready: 0, wanted: 0 } },
    did: [],
    watched: [],
    told: [],
    archived: [],
    lastNumber: 0,
    finds: (request) => (request.bake === undefined ? undefined : { kind: 'pass' }),
    observes: () => undefined,
    deploys: () => undefined,
    smokes: () => undefined,
    writes: () => undefined,
    retires: () => undefined,
  };
}

/** A world in which `v1` serves from blue. */
export function servingWorld(): World {
  const world = emptyWorld();
  world.split = { blue: 10_000, green: 0 };
  world.ready.blue = { ready: 2, wanted: 2, version: 'v1' };
  return world;
}

/** The activities of this world, for both queues. */
export function activitiesOf(world: World): ActActivities & WatchActivities {
  return {
    survey: async () => ({
      split: world.split,
      stamp: world.stamp,
      foreign: world.foreign,
      ready: world.ready,
      granularity: 1,
      propagation: 100,
      router: 'the router',
    }),
    lastNumber: async () => world.lastNumber,
    deploy: async ({ slot, version }) => {
      world.deploys();
      world.did.push(`deploy ${version} ${slot}`);
      world.ready[slot] = { ready: 2, wanted: 2, version };
      return { endpoints: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] };
    },
    smoke: async () => {
      const failed = world.smokes();
      world.did.push('smoke');
      return {
        ...(failed === undefined ? {} : { failed }),
        checks: [{ what: 'GET /', ok: true, detail: '200' }],
      };
    },
    write: async (request) => write(world, request),
    keepAlive: async (_place, slot) => {
      world.did.push(`keep alive ${slot}`);
    },
    retire: async (_place, slot) => {
      world.retires();
      world.did.push(`retire ${slot}`);
      world.ready[slot] = { ready: 0, wanted: 0 };
    },
    notify: async ({ notifications }) => {
      world.told.push(...notifications);
    },
    archive: async (id) => {
      world.archived.push(id);
    },
    watch: async (request) => watch(world, request),
    observe: async ({ goal, split, candidate }) => ({
      kind: 'proven',
      observed: split[candidate],
      requests: { blue: 100, green: 100 },
      message: 'seen',
      ...world.observes(goal),
    }),
    drain: async ({ slot }) => {
      world.did.push(`drain ${slot}`);
      return { kind: 'measured', message: `${slot} has no request in flight` };
    },
  };
}

async function write(world: World, request: WriteRequest): Promise<WriteAnswer> {
  const scripted = world.writes(request);
  const kind = scripted?.kind ?? 'written';
  if (kind === 'written') {
    world.split = request.split;
    world.stamp = request.fence;
    const weights = request.split === null ? 'nothing' : `${request.split.blue}/${request.split.green}`;
    world.did.push(`write ${weights}`);
  }
  const effectiveAt = Context.current().info.currentAttemptScheduledTimestampMs;
  return { kind, effectiveAt, digest: `${request.fence.act}`, message: 'in effect', ...scripted };
}

/**
 * Waits in real time, as the real watch does: a running activity keeps the time-skipping server from skipping,
 * so what passes beside a watch is kept short in these tests.
 */
async function watch(world: World, request: WatchRequest): Promise<WatchAnswer> {
  const context = Context.current();
  world.watched.push(request);
  const began = Date.now() - context.info.currentAttemptScheduledTimestampMs;
  const end = Math.min(request.until, request.bake?.maxUntil ?? Number.POSITIVE_INFINITY) + began;
  let found = world.finds(request);
  while (found === undefined && Date.now() < end && !context.cancellationSignal.aborted) {
    context.heartbeat();
    await setTimeout(20);
    found = world.finds(request);
  }
  const late = request.bake !== undefined && Date.now() >= end;
  return {
    kind: context.cancellationSignal.aborted ? 'cancelled' : late ? 'inconclusive' : 'chunk',
    reason: late ? 'not yet known' : '',
    message: late ? 'not yet known whether the candidate is safe' : 'nothing found',
    raiseAllowed: true,
    overBound: false,
    evidence: [],
    blocks: [],
    state: request.state ?? emptyState(),
    ...found,
  };
}

function emptyState(): WatchAnswer['state'] {
  return JSON.parse(
    '{"verdict":{},"openSince":null,"last":{},"notReady":{"blue":0,"green":0},"requests":null}',
  ) as WatchAnswer['state'];
}
