import type { Step } from '../../../config/plan.ts';
import type { LaneInput } from '../../../workflows/lane-messages.ts';
import { until } from '../../rigs/until.ts';
import type { Rig } from '../../workflow/environment.ts';
import { laneInput, laneState, submission } from '../../workflow/inputs.ts';
import { useLane, type Lane } from '../../workflow/lane-under-test.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from '../../workflow/plans.ts';
import { servingWorld, type World } from '../../workflow/world.ts';
import type { Scenarios } from './scenario.ts';

const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(50), retire];
const v1 = { ...submission('v1', steps), slot: 'blue' } as const;

/** Lanes, and what they do of their own. */
export const laneScenarios: Scenarios = {
  'lane-adopt-queue-recover': async (rig) =>
    playWatched(rig, async (lane, world) => {
      await lane.submit({ ...submission('v2', steps), key: 'k', bodyHash: 'b' });
      await lane.submit(submission('v3', steps));
      await lane.submit(submission('v4', steps));
      await lane.release(1).untilStep('bake');
      await lane.release(1).handle.terminate('by hand');
      await lane.until('the recovery', ({ blocked }) => blocked !== null);
      world.finds = ({ bake: asked }) => (asked === undefined ? undefined : { kind: 'pass' });
      await lane.until('v4 live', ({ live, running }) => live?.version === 'v4' && running === null);
      await lane.submit({ ...submission('v2', steps), key: 'k', bodyHash: 'b' });
    }),
  // The begin of the run that follows: what is carried over has to be understood by later code.
  'lane-continued-as-new': async (rig) => {
    const carried = laneState({ nextNumber: 7 });
    return playLane(rig, servingWorld(), { ...laneInput(), carried }, async (lane) => {
      await lane.submit(submission('v1', steps));
      await lane.submit(submission('v2', steps));
      await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
    });
  },
  // Somebody else changes the router between releases: put right until it is war, and a submit ends the look.
  'lane-router-put-right': async (rig) => {
    const world = servingWorld();
    return playLane(rig, world, laneInput(), async (lane) => {
      world.stamp = { lane: lane.name, release: 1, act: 3 };
      await lane.adopt(v1);
      for (let changes = 1; changes <= 4; changes += 1) {
        world.split = { blue: 5000, green: 5000 };
        await lane.until(`change ${changes}`, ({ routerEvents }) => routerEvents.length === changes);
      }
      world.split = { blue: 10_000, green: 0 };
      await lane.until('peace', ({ router }) => router?.state === 'as-written');
      await lane.submit(submission('v2', steps));
      await lane.until('v2 live', ({ live, running }) => live?.version === 'v2' && running === null);
    });
  },
  // An answer that has to go for the next one.
  'lane-answers-full': async (rig) => {
    const answer = { state: 'refused', code: 'lane_blocked', message: 'x'.repeat(299_900) } as const;
    const carried = laneState({ answers: { old: { bodyHash: 'b', at: Date.now(), answer } } });
    return playLane(rig, servingWorld(), { ...laneInput(), carried }, async (lane) => {
      await lane.submit({ ...submission('v1', steps), key: 'k', bodyHash: 'b' });
      await lane.submit({ ...submission('v1', steps), key: 'old', bodyHash: 'b' });
    });
  },
  'lane-audited': async (rig) => `lane/${await playAudited(rig)}`,
  'release-tells-its-lane': async (rig) => `release/${await playAudited(rig)}.1`,
  'lane-adopt-told': async (rig) =>
    playWatched(rig, async (lane, world) => {
      await lane.adopt({ ...v1, reason: 'nobody else is there', breakGlass: true });
      await until('both to be told', () => world.told.length === 2);
    }),
};

async function playLane(
  rig: Rig,
  world: World,
  input: LaneInput,
  act: (lane: Lane) => Promise<unknown>,
): Promise<string> {
  await useLane(rig, world, act, input);
  return `lane/${input.lane}`;
}

/** A lane that was adopted, in whose releases nothing is found. */
async function playWatched(rig: Rig, act: (lane: Lane, world: World) => Promise<unknown>): Promise<string> {
  const world = servingWorld();
  world.finds = () => undefined;
  return playLane(rig, world, laneInput(), async (lane) => {
    await lane.adopt(v1);
    await act(lane, world);
  });
}

/** Acts on a lane and on its release, which become lines of the lane's chain; gives the lane. */
async function playAudited(rig: Rig): Promise<string> {
  const id = await playWatched(rig, async (lane, world) => {
    await lane.submit(submission('v2', steps));
    await lane.release(1).untilStep('bake');
    await lane.release(1).act('pause', 'bob');
    await lane.release(1).act('resume', 'bob');
    await lane.release(1).abort();
    await lane.until('v2 gone', ({ past, running }) => past.length === 1 && running === null);
    await until('every line', () => world.audited.length === 5);
    await lane.until('the last line', ({ audit }) => audit?.number === 5);
  });
  return id.replace('lane/', '');
}
