import { createClient } from '../../api/client.ts';
import { followRelease } from '../rigs/followed-release.ts';
import { until } from '../rigs/until.ts';
import { killAt, countKill, ofKind, type Counted, type Kill } from './kill.ts';
import { judgeOutside } from './outside.ts';
import { prepareApproval, viewOf } from './people.ts';
import { kinds, type KillPoint } from './points.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

/** How a release went whose daemon was killed. */
export interface Played {
  id: string;
  seconds: number;
  kills: (Kill & Counted)[];
  /** A sentence for everything that is not as it must be, seen from the outside. */
  faults: string[];
  /** What the release itself says happened, a line for each event, where there are faults. */
  account: string;
}

/** The longest that a release may take, in milliseconds. */
const patience = 150_000;

/** Plays one release to its end, kills the daemon at the given points, and judges it from the outside. */
export async function playKilled(
  stage: Stage,
  version: string,
  wanted: readonly KillPoint[],
): Promise<Played> {
  const began = Date.now();
  const scene = await submit(stage, version);
  try {
    return await play(scene, began, wanted);
  } catch (error) {
    const logged = await stage.rig.daemon.tail(5);
    throw new Error(`${scene.id} could not be played. The daemon logged:\n${logged}`, { cause: error });
  }
}

async function play(scene: Scene, began: number, wanted: readonly KillPoint[]): Promise<Played> {
  const { stage } = scene;
  const run = await stage.view.runOf(scene.id);
  const kills: Kill[] = [];
  for (const kind of kinds) {
    const points = ofKind(wanted, kind);
    if (kind !== 'approve') {
      for (const point of points) kills.push(...keep(await killAt(scene, point)));
      continue;
    }
    // What has ended or is held before people are asked comes to no later point.
    if (!(await isAsked(scene))) break;
    kills.push(...(await approveAndKill(scene, points)));
  }
  const { api } = stage.rig.daemon;
  const ended = await until(
    `${scene.id} to end`,
    async () => {
      const view = await viewOf(api, scene.id);
      return (view.phase === 'finished' || view.phase === 'holding') && view;
    },
    patience,
  );
  const end = ended.finishedAt ?? Date.now();
  const activities = await stage.view.activities(scene.id);
  const faults = await judgeOutside(scene, { began, end, run, view: ended });
  if (ended.phase === 'holding') await abort(scene);
  return {
    id: scene.id,
    seconds: (end - began) / 1000,
    kills: kills.map((kill) => ({ ...kill, ...countKill(kill, activities) })),
    faults,
    account: faults.length === 0 ? '' : await accountOf(scene),
  };
}

async function accountOf({ stage, id }: Scene): Promise<string> {
  const followed = followRelease(stage.rig.daemon.api, id);
  await until(`the events of ${id}`, () => followed.events.length > 0, patience);
  await followed.reaches('tell all', ({ events }) => followed.events.length >= events);
  await followed.stop();
  return followed.events
    .map(({ at, kind, message }) => `${new Date(at).toISOString()} ${kind}: ${message}`)
    .join('\n');
}

async function submit(stage: Stage, version: string): Promise<Scene> {
  const { api } = stage.rig.daemon;
  const client = createClient(api, 'kill-test');
  const { id } = await client.submit({ service: 'sample', environment: 'demo', version });
  if (id === null) throw new Error(`${version} is live already.`);
  const { number, candidate, stable } = await viewOf(api, id);
  if (stable === null) throw new Error(`${id} has no stable side.`);
  return { stage, id, number, candidate, old: stable };
}

/** Two people approve; the daemon is killed before, between and with their approvals. */
async function approveAndKill(scene: Scene, points: readonly KillPoint[]): Promise<Kill[]> {
  const { api } = scene.stage.rig.daemon;
  const kills: Kill[] = [];
  for (const point of points.filter((each) => each.point === 'start')) {
    kills.push(...keep(await killAt(scene, point)));
  }
  await (await prepareApproval(api, scene.id, 'ann')).sendUntilTaken();
  for (const point of points.filter((each) => each.point === 'middle')) {
    kills.push(...keep(await killAt(scene, point)));
  }
  const last = await prepareApproval(api, scene.id, 'bob');
  for (const point of points.filter((each) => each.point === 'end')) {
    kills.push(...keep(await killAt(scene, point, () => last.send())));
  }
  await last.sendUntilTaken();
  return kills;
}

/** Nobody answers a hold here; the next release needs the lane. */
async function abort({ stage, id }: Scene): Promise<void> {
  const { api } = stage.rig.daemon;
  await createClient(api, 'kill-test').abort(id, 'it was not to be held');
  await until(`${id} to be undone`, async () => (await viewOf(api, id)).phase === 'finished', patience);
}

/** Waits until people are asked to approve; false where the release ends or is held before. */
async function isAsked({ stage, id }: Scene): Promise<boolean> {
  const found = await until(
    `${id} to ask for approval`,
    async () => {
      const { steps, phase } = await viewOf(stage.rig.daemon.api, id);
      if (phase === 'finished' || phase === 'holding') return { asked: false };
      return steps.some(({ kind, state }) => kind === 'approve' && state === 'running') && { asked: true };
    },
    patience,
  );
  return found.asked;
}

function keep(kill: Kill | undefined): Kill[] {
  return kill === undefined ? [] : [kill];
}
