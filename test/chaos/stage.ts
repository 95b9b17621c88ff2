import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { endLeftovers, markOf } from '../../examples/demo/rig/leftovers.ts';
import { giveAwsCredentials } from '../rigs/aws-credentials.ts';
import { temporaryFolder } from '../rigs/temporary-folder.ts';
import { diceOf } from './dice.ts';
import { createEnds, type Ends } from './ends.ts';
import type { LaneRig } from './lanes/lane.ts';
import { startLanes } from './lanes/start-lanes.ts';
import type { Schedule } from './schedule.ts';
import type { Setup } from './setups/setup.ts';
import { startSetup } from './setups/start-setup.ts';

/** Lanes in which nothing was released yet, and the set-up that they are released by. */
export interface Stage {
  /** Folder of the set-up's files, such as its logs. */
  folder: string;
  setup: Setup;
  lanes: readonly LaneRig[];
  /** Ends all of it, and what was added later, however it stands. */
  ends: Ends;
}

/** Starts all of it. Leaves nothing behind when that fails, or `over` is aborted. */
export async function openStage(schedule: Schedule, over: AbortSignal): Promise<Stage> {
  const ends = createEnds();
  try {
    const folder = await temporaryFolder('chaos');
    ends.add(() => folder.remove());
    const temporary = join(folder.path, 'tmp');
    await mkdir(temporary);
    giveAwsCredentials();
    const environment = { ...process.env, ...markOf(temporary) };
    ends.add(() => endLeftovers(temporary));
    const random = diceOf(schedule.seed, 1).uniform;
    const lanes = await startLanes(schedule.lanes, folder.path, { random, environment });
    ends.add(() => lanes.stop());
    over.throwIfAborted();
    const setup = await startSetup[schedule.setup]({ folder: folder.path, environment });
    ends.add(() => setup.stop());
    over.throwIfAborted();
    return { folder: folder.path, setup, lanes: lanes.rigs, ends };
  } catch (error) {
    await ends.run();
    throw error;
  }
}
