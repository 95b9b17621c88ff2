import { createClient } from '../../api/client.ts';
import { viewOf } from '../../test/kill/people.ts';
import { until } from '../../test/rigs/until.ts';
import type { Attempt } from './attempts.ts';
import { daemonOf, dieAndRestart, type Death, type Way } from './death.ts';
import type { Scene } from './scene.ts';

/** What came of a death: milliseconds since the epoch. */
export interface Recovery extends Death {
  /** When the next attempt was to be taken, since the one of the daemon was known to be over, and when it was. */
  next?: { due: number; taken: number };
  /** The first check or the first write after the death. */
  acted: number;
}

/** Longer than any release takes to go on, in milliseconds. */
const PATIENCE = 60_000;
/** A watch has made its first checks and beats by then, in milliseconds. */
const REST = 2500;

/** Ends the daemon that watches a bake; the release goes on when its counts are read again. */
export async function dieInBake(scene: Scene, id: string, way: Way): Promise<Recovery> {
  const { door } = scene;
  const { worker } = await settled(scene, id);
  const signalled = Date.now();
  const dying = dieAndRestart(scene, daemonOf(scene, worker), way);
  const next = await until('the next watch', async () => nextOf(scene, id, 'watch', signalled), PATIENCE, 20);
  const checked = await until(
    'the first check',
    () => door.passed.find(({ at, path }) => path === '/metrics' && at >= next.taken),
    PATIENCE,
  );
  return { ...(await dying), next, acted: checked.at };
}

/** Ends the daemon that writes the next weight, before it has written. */
export async function dieInWrite(scene: Scene, id: string, way: Way): Promise<Recovery> {
  const { door, file } = scene;
  await settled(scene, id);
  const before = file.latest()?.stamp?.act ?? 0;
  // It reads the router before it writes.
  door.hold();
  await promote(scene, id);
  const { worker } = await until('the write', async () => runningOf(scene, id, 'write'), PATIENCE);
  const signalled = Date.now();
  const dying = dieAndRestart(scene, daemonOf(scene, worker), way);
  door.open();
  let next: Recovery['next'];
  const landed = await until(
    'the write to land',
    async () => {
      next ??= await nextOf(scene, id, 'write', signalled).catch(() => undefined);
      return file.seen.find(({ at, stamp }) => at > signalled && (stamp?.act ?? 0) > before);
    },
    PATIENCE,
    20,
  );
  return { ...(await dying), ...(next === undefined ? {} : { next }), acted: landed.at };
}

/** Waits until every daemon answers and the watch of a bake has run for a moment; answers with its attempt. */
export async function settled(scene: Scene, id: string): Promise<Attempt> {
  await until(
    `${id} to bake`,
    async () => {
      const views = await Promise.all(scene.daemons.map(async ({ api }) => viewOf(api, id)));
      return views.every(({ steps, step, live }) => steps[step]?.kind === 'bake' && live !== undefined);
    },
    PATIENCE,
  );
  return until(
    'its watch to have run for a moment',
    async () => {
      const found = await runningOf(scene, id, 'watch');
      return found !== undefined && Date.now() - found.began > REST && found;
    },
    PATIENCE,
  );
}

async function runningOf({ attempts }: Scene, id: string, activity: string): Promise<Attempt | undefined> {
  return (await attempts.running(id)).find((each) => each.activity === activity);
}

/** The attempt that follows on the one of the dead daemon, once a worker has it. */
async function nextOf(
  scene: Scene,
  id: string,
  activity: string,
  signalled: number,
): Promise<Recovery['next']> {
  const found = await runningOf(scene, id, activity);
  if (found === undefined || found.began <= signalled) return undefined;
  return { due: found.due, taken: found.began };
}

async function promote({ daemons }: Scene, id: string): Promise<void> {
  const api = daemons[0]?.api ?? '';
  const { step, token } = await viewOf(api, id);
  await createClient(api, 'ann').act(id, 'promote', { step, token, reason: 'on to the next weight' });
}
