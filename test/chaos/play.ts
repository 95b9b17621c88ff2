import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { endLeftovers, markOf } from '../../examples/demo/rig/leftovers.ts';
import { giveAwsCredentials } from '../rigs/aws-credentials.ts';
import { temporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';
import { check } from './check.ts';
import { noticed } from './checks/users.ts';
import { createEnds } from './ends.ts';
import { startLanes } from './lanes/start-lanes.ts';
import { startLoad } from './load.ts';
import { startMonkey } from './monkey.ts';
import { startOperator } from './operator.ts';
import { bringUp } from './bring-up.ts';
import { startRecorder } from './outside/recorder.ts';
import { startProgress } from './progress.ts';
import type { Schedule } from './schedule.ts';
import { startSetup } from './setups/start-setup.ts';

/** What became of a run. */
export interface Played {
  seed: number;
  releases: number;
  strikes: number;
  missed: number;
  seconds: number;
  /** What does not hold, in sentences. */
  breaches: string[];
}

/** Requests a second in each lane. */
const rate = 30;
/** Longest time for the schedule, by releases of a lane, and for all to end once everything is healed; milliseconds. */
const playPatience = 60_000;
const healedPatience = 180_000;

/** Plays one schedule and judges it. Leaves nothing behind, also when it fails or `over` is aborted. */
export async function play(
  schedule: Schedule,
  tell: (line: string) => void,
  over: AbortSignal,
): Promise<Played> {
  const began = Date.now();
  const ends = createEnds();
  try {
    const folder = await temporaryFolder('chaos');
    ends.add(() => folder.remove());
    const temporary = join(folder.path, 'tmp');
    await mkdir(temporary);
    giveAwsCredentials();
    const environment = { ...process.env, ...markOf(temporary) };
    ends.add(() => endLeftovers(temporary));

    const lanes = await startLanes(schedule.lanes, folder.path, environment);
    ends.add(() => lanes.stop());
    const setup = await startSetup[schedule.setup]({ folder: folder.path, environment });
    ends.add(() => setup.stop());
    over.throwIfAborted();
    const first = await bringUp(setup, lanes.rigs, over);
    const loads = new Map(lanes.rigs.map(({ entry, lane }) => [lane, startLoad(`${entry}/`, rate)]));
    const endLoads = async () => Promise.all([...loads.values()].map(async (load) => load.stop()));
    ends.add(endLoads);
    const { archive, temporal } = setup;
    const recorder = startRecorder({ lanes: lanes.rigs, api: setup.apis[0] ?? '', archive, temporal });
    ends.add(() => recorder.stop());
    tell(`everything is up after ${((Date.now() - began) / 1000).toFixed(0)} s: ${setup.named}`);

    const numbers = schedule.releases.map(({ number }) => number);
    const progress = startProgress(setup.apis, numbers, () => 0);
    ends.add(() => progress.stop());
    const operator = startOperator({ releases: schedule.releases, apis: setup.apis, progress });
    ends.add(() => operator.stop());
    const { strikes } = schedule;
    const monkey = startMonkey({ strikes, parts: setup.parts, lanes: lanes.rigs, progress, tell });
    ends.add(() => monkey.heal());

    const isOver = (): boolean => {
      over.throwIfAborted();
      return progress.open().length === 0;
    };
    const perLane = Math.ceil(schedule.releases.length / schedule.lanes.length);
    await until('all releases to end', isOver, playPatience * (perLane + 1)).catch(() => undefined);
    over.throwIfAborted();
    await monkey.heal();
    operator.heal();
    tell('everything is healed');
    await until('all releases to end once all is healed', isOver, healedPatience).catch(() => undefined);
    over.throwIfAborted();
    const hung = progress.open();
    if (hung.length > 0) tell(await setup.tail());
    await recorder.settled();
    await endLoads();
    await operator.stop();
    const run = await recorder.finish({
      seed: schedule.seed,
      faults: monkey.faults,
      done: ({ lane, schedule: { service } }) => ({
        submits: [...values(first.get(service)), ...(operator.submits.get(service) ?? [])],
        acts: operator.acts.get(service) ?? [],
        users: loads.get(lane)?.users() ?? [],
      }),
    });
    for (const lane of run.lanes) {
      const { sent, dropped, unexcused } = noticed(lane, run);
      tell(
        `${lane.lane}: users lost ${dropped} of ${sent} requests, ${unexcused} of them while nothing was killed`,
      );
    }
    return {
      seed: schedule.seed,
      releases: schedule.releases.length,
      strikes: monkey.faults.length,
      missed: monkey.missed(),
      seconds: (Date.now() - began) / 1000,
      breaches: [
        ...hung.map((sentence) => `has not ended: ${sentence}`),
        ...check(run).map(({ rule, lane, release = lane, what }) => `§9.${rule} ${release}: ${what}`),
      ],
    };
  } finally {
    await ends.run();
  }
}

function values<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
