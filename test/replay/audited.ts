import type { Step } from '../../config/plan.ts';
import { until } from '../rigs/until.ts';
import type { Rig } from '../workflow/environment.ts';
import { laneInput, submission } from '../workflow/inputs.ts';
import { useLane } from '../workflow/lane-under-test.ts';
import { bake, cutover, deploy, keep, retire, shift, smoke } from '../workflow/plans.ts';
import { servingWorld } from '../workflow/world.ts';

/** Acts on a lane and on its release, which become lines of the lane's chain; gives the lane. */
export async function playAudited(rig: Rig): Promise<string> {
  const world = servingWorld();
  world.finds = () => undefined;
  const input = laneInput();
  const steps: Step[] = [deploy, smoke, shift(500), bake(), cutover, keep(50), retire];
  await useLane(
    rig,
    world,
    async (lane) => {
      await lane.adopt({ ...submission('v1', steps), slot: 'blue' });
      await lane.submit(submission('v2', steps));
      await lane.release(1).untilStep('bake');
      await lane.release(1).act('pause', 'bob');
      await lane.release(1).act('resume', 'bob');
      await lane.release(1).abort();
      await lane.until('v2 gone', ({ past, running }) => past.length === 1 && running === null);
      await until('every line', () => world.audited.length === 5);
      await lane.until('the last line', ({ audit }) => audit?.number === 5);
    },
    input,
  );
  return input.lane;
}
