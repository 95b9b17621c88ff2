import { Context } from '@temporalio/activity';
import type { ActActivities, WatchActivities, WriteAnswer, WriteRequest } from '../../activities/types.ts';
import { digestOf, guard } from './scripted-guard.ts';
import { watch } from './scripted-watch.ts';
import type { Maybe, World } from './world.ts';

/** Activities that answer as the real ones would, each from the world of the lane whose workflow asks. */
export function activitiesOf(worlds: ReadonlyMap<string, World>): ActActivities & WatchActivities {
  const here = (): World => {
    const lane = laneOf(Context.current().info.workflowExecution?.workflowId ?? '');
    const world = worlds.get(lane);
    if (world === undefined) throw new Error(`There is no world of the lane ${lane}.`);
    return world;
  };
  return {
    survey: async () => {
      const world = here();
      await within(world, 'survey', world.surveys);
      const { split, lateWrites, foreign, ready, observationLag } = world;
      const stamp = lateWrites === 0 ? world.stamp : null;
      const router = { granularity: 1, propagation: 100, lateWrites, observationLag, router: 'the router' };
      return { split, stamp, foreign, digest: digestOf(world), ready, ...router };
    },
    lastNumber: async () => here().lastNumber,
    completedReleases: async () => here().completed,
    deploy: async ({ slot, version }) => {
      const world = here();
      await within(world, 'deploy', world.deploys);
      world.did.push(`deploy ${version} ${slot}`);
      world.ready[slot] = { ready: 2, wanted: 2, version };
      return { endpoints: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] };
    },
    smoke: async () => {
      const world = here();
      const failed = await within(world, 'smoke', world.smokes);
      world.did.push('smoke');
      const checks = [{ what: 'GET /', ok: true, detail: '200' }];
      return failed === undefined ? { checks } : { failed, checks };
    },
    write: async (request) => {
      const world = here();
      world.asked.push(request);
      return write(world, request, await within(world, 'write', () => world.writes(request)));
    },
    hook: async ({ call }) => {
      const world = here();
      const said = await within(world, `hook ${call.act}`, () => world.hooks(call));
      world.did.push(`${call.act} ${call.step}`);
      return said ?? 'ended with status 0';
    },
    gate: async ({ question }) => {
      const world = here();
      const scripted = await within(world, 'gate', () => world.gates(question));
      world.did.push(`gate ${question.step}`);
      return { outcome: 'pass', summary: 'nothing was found', evidence: 'a report', ...scripted };
    },
    keepAlive: async (_place, slot) => {
      const world = here();
      await within(world, 'keepAlive', world.keepsAlive);
      world.did.push(`keep alive ${slot}`);
    },
    retire: async (_place, slot) => {
      const world = here();
      await within(world, 'retire', () => world.retires(slot));
      world.did.push(`retire ${slot}`);
      world.ready[slot] = { ready: 0, wanted: 0 };
    },
    notify: async ({ notifications }) => {
      const world = here();
      await within(world, 'notify', world.notifies);
      world.told.push(...notifications);
    },
    deliver: async (request) => {
      const world = here();
      world.delivered.push(request);
      return within(world, 'deliver', () => world.delivers(request));
    },
    lookAtProtection: async () => {
      const world = here();
      return (await within(world, 'look', world.missing)) ?? [];
    },
    answerProtection: async (answer) => {
      const world = here();
      await within(world, 'answer', () => world.replies(answer));
      world.answered.push(answer);
    },
    archive: async (id) => {
      const world = here();
      await within(world, 'archive', world.archives);
      world.archived.push(id);
    },
    audit: async ({ chain, head, acts }) => {
      const world = worlds.get(chain);
      if (world !== undefined) await within(world, 'audit', world.audits);
      world?.audited.push(...acts);
      return { number: (head?.number ?? 0) + acts.length, hash: 'a hash' };
    },
    calibrate: async (request) => {
      const world = here();
      world.calibrated.push(request);
      return (await within(world, 'calibrate', () => world.calibrates(request))) ?? {};
    },
    watch: async (request) => {
      const world = here();
      world.watched.push(request);
      return within(world, 'watch', async () => watch(request, world));
    },
    guard: async (request) => {
      const world = here();
      world.guarded.push(request);
      return within(world, 'guard', async () => guard(request, world));
    },
    thaw: async (request) => {
      const world = here();
      return (await within(world, 'thaw', () => world.thaws(request))) ?? null;
    },
    observe: async ({ goal, split, candidate }) => {
      const world = here();
      const scripted = await within(world, `observe ${goal}`, () => world.observes(goal));
      return {
        kind: 'proven',
        observed: split[candidate],
        requests: { blue: 100, green: 100 },
        message: 'seen',
        ...scripted,
      };
    },
    drain: async ({ slot }) => {
      const world = here();
      await within(world, 'drain', () => world.drains(slot));
      world.did.push(`drain ${slot}`);
      return { kind: 'measured', message: `${slot} has no request in flight` };
    },
  };
}

async function within<T>(world: World, name: string, hook: () => T): Promise<Awaited<T>> {
  world.inside.add(name);
  try {
    return await hook();
  } finally {
    world.inside.delete(name);
  }
}

function laneOf(workflowId: string): string {
  return workflowId
    .replace(/^(delivery|lane|measure|protection|release)\//, '')
    .replace(/(\.\d+)?(\/[^/]*)?$/, '');
}

/**
 * As the real one: never over a later writer where the router compares, and done once however often it is repeated.
 */
function write(
  world: World,
  request: WriteRequest,
  scripted: Awaited<Maybe<Partial<WriteAnswer>>>,
): WriteAnswer {
  const { fence, split, last } = request;
  const unstamped = world.lateWrites > 0;
  const stamp = unstamped ? null : world.stamp;
  const found = JSON.stringify(world.split);
  const stands = unstamped && JSON.stringify(split) === found && JSON.stringify(last?.split) === found;
  const age = stamp === null ? -1 : stamp.release - fence.release || stamp.act - fence.act;
  const kind = scripted?.kind ?? (age > 0 ? 'fenced' : age === 0 || stands ? 'already' : 'written');
  if (kind === 'written') {
    world.split = split;
    world.stamp = fence;
    world.did.push(`write ${split === null ? 'nothing' : `${split.blue}/${split.green}`}`);
  }
  const effectiveAt = Context.current().info.currentAttemptScheduledTimestampMs;
  const digest = `${fence.release}.${fence.act}`;
  return { kind, effectiveAt, digest, message: 'in effect', compares: !unstamped, ...scripted };
}
