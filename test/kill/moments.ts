import { z } from 'zod';
import { until } from '../rigs/until.ts';
import { bakeMin, keepFor } from './definitions.ts';
import { viewOf } from './people.ts';
import type { Kind, KillPoint } from './points.ts';
import {
  actInFile,
  isCandidateReady,
  isOldGone,
  isOldMovedOut,
  smokeBegun,
  spawnedInstances,
  type Scene,
} from './scene.ts';
import type { Running } from './temporal-view.ts';

/** How a kill point is recognised. */
interface Moment {
  /** The activity that is to be killed. */
  activity: string;
  /** What is seen from the outside in that moment, for the table. */
  seen: string;
  /** Whether an activity of that type is the one that is meant; left out: any is. */
  isMeant?: (scene: Scene, running: Running) => Promise<boolean> | boolean;
  /** Whether the moment has come while the activity runs; left out: as soon as it runs. */
  hasCome?: (scene: Scene, running: Running) => Promise<boolean> | boolean;
  /** Whether it was still that moment when the daemon was dead; left out: it was. */
  wasInTime?: (scene: Scene) => boolean;
}

const bake = z.object({ bake: z.object({ minUntil: z.number() }) });

const moments: Record<`${Kind}, ${KillPoint['point']}`, Moment> = {
  'deploy, start': {
    activity: 'deploy',
    seen: 'the attempt has begun, no instance runs',
    isMeant: async (scene) => (await spawnedInstances(scene)) === 0,
  },
  'deploy, middle': {
    activity: 'deploy',
    seen: 'an instance has begun to run',
    hasCome: async (scene) => (await spawnedInstances(scene)) > 0,
  },
  'deploy, end': {
    activity: 'deploy',
    seen: 'all instances say that they are ready',
    hasCome: isCandidateReady,
  },
  'smoke, start': {
    activity: 'smoke',
    seen: 'the first check runs',
    isMeant: async (scene) => !(await smokeBegun(scene)).includes('second'),
  },
  'smoke, middle': {
    activity: 'smoke',
    seen: 'the second of three checks runs',
    hasCome: async (scene) => (await smokeBegun(scene)).includes('second'),
  },
  'smoke, end': {
    activity: 'smoke',
    seen: 'the last check runs',
    hasCome: async (scene) => (await smokeBegun(scene)).includes('third'),
  },
  'shift, start': {
    activity: 'write',
    seen: 'the write has begun, the file is as it was',
    wasInTime: (scene) => actInFile(scene) === 0,
  },
  'shift, middle': {
    activity: 'write',
    seen: 'the file is replaced, the write is not answered',
    hasCome: (scene) => actInFile(scene) === 1,
  },
  'shift, end': { activity: 'observe', seen: 'the new split is looked at' },
  'bake, start': { activity: 'watch', seen: 'its watch has begun', isMeant: isOfBake },
  'bake, middle': {
    activity: 'watch',
    seen: 'half of its least time is over',
    isMeant: isOfBake,
    hasCome: (_, { scheduledAt }) => Date.now() >= scheduledAt + bakeMin / 2,
  },
  'bake, end': {
    activity: 'watch',
    seen: 'all but 0.3 s of its least time is over',
    isMeant: isOfBake,
    hasCome: (_, { scheduledAt }) => Date.now() >= scheduledAt + bakeMin - 300,
  },
  'approve, start': { activity: 'watch', seen: 'nobody has approved', isMeant: runsStep('approve', 0) },
  'approve, middle': { activity: 'watch', seen: 'one of two has approved', isMeant: runsStep('approve', 0) },
  'approve, end': { activity: 'watch', seen: 'the last approval is being answered' },
  'cutover, start': {
    activity: 'write',
    seen: 'the write has begun, the file is as it was',
    isMeant: (scene) => actInFile(scene) === 1,
    wasInTime: (scene) => actInFile(scene) === 1,
  },
  'cutover, middle': {
    activity: 'observe',
    seen: 'all traffic is written and looked for',
    isMeant: (scene) => actInFile(scene) === 2,
  },
  'cutover, end': { activity: 'drain', seen: 'the old slot drains' },
  'keep, start': { activity: 'watch', seen: 'the old slot is kept', isMeant: runsStep('keep', 0) },
  'keep, middle': {
    activity: 'watch',
    seen: 'half of its time is over',
    isMeant: runsStep('keep', keepFor / 2),
  },
  'keep, end': {
    activity: 'watch',
    seen: 'all but 0.3 s of its time is over',
    isMeant: runsStep('keep', keepFor - 300),
  },
  'retire, start': { activity: 'retire', seen: 'the attempt has begun' },
  'retire, middle': {
    activity: 'retire',
    seen: "the old slot's record is moved out, its instances are told to end",
    hasCome: isOldMovedOut,
  },
  'retire, end': { activity: 'retire', seen: 'no old instance lives', hasCome: isOldGone },
};

/** The moment of a kill point. */
export function momentOf({ kind, point }: KillPoint): Moment {
  return moments[`${kind}, ${point}`];
}

/** Waits for the moment; answers with the activity that runs then, or undefined when it passed unseen. */
export async function awaitMoment(scene: Scene, moment: Moment): Promise<Running | undefined> {
  const { activity, isMeant, hasCome } = moment;
  const { view } = scene.stage;
  const find = async (): Promise<Running | undefined> => {
    const found = (await view.running(scene.id)).find(({ type }) => type === activity);
    return found !== undefined && ((await isMeant?.(scene, found)) ?? true) ? found : undefined;
  };
  const found = await until(`${activity} (${moment.seen}) in ${scene.id}`, find, 60_000, 20);
  if (!hasCome) return found;
  // Temporal is not asked meanwhile: what is waited for may last for milliseconds only.
  return until(moment.seen, () => hasCome(scene, found), 15_000, 20).then(
    () => found,
    () => undefined,
  );
}

async function isOfBake({ stage, id }: Scene, running: Running): Promise<boolean> {
  const records = await stage.view.activities(id);
  return records.some((record) => record.id === running.id && bake.safeParse(record.input).success);
}

/** Whether the release has been in its step of this kind for so long, in milliseconds. */
function runsStep(kind: Kind, after: number): (scene: Scene) => Promise<boolean> {
  return async ({ stage, id }) => {
    const { steps } = await viewOf(stage.rig.daemon.api, id);
    const step = steps.find((each) => each.kind === kind);
    return step?.state === 'running' && Date.now() >= (step.startedAt ?? 0) + after;
  };
}
