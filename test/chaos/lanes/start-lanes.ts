import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startTraefik, type TraefikRig } from '../../rigs/traefik.ts';
import type { LaneSchedule } from '../schedule.ts';
import { environmentName, type LaneRig, type Surroundings } from './lane.ts';
import { laneOnLoadBalancer } from './on-load-balancer.ts';
import { laneOnTraefik } from './on-traefik.ts';
import { laneWithCommands } from './with-commands.ts';

/** All lanes of a run. */
export interface Lanes {
  rigs: LaneRig[];
  stop(): Promise<void>;
}

/**
 * Starts everything outside of Sluice and writes the service files into `FOLDER/services`. Leaves nothing behind when
 * that fails.
 */
export async function startLanes(
  schedules: readonly LaneSchedule[],
  folder: string,
  common: Omit<Surroundings, 'records'>,
): Promise<Lanes> {
  const rigs: LaneRig[] = [];
  let shared: TraefikRig | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(rigs.map(async (rig) => rig.stop()));
    await shared?.stop();
  };
  try {
    const sharing = schedules.filter(({ kind }) => kind !== 'aws-alb').map(({ service }) => service);
    shared = await startTraefik(sharing);
    for (const schedule of schedules) {
      const records = join(folder, 'records', schedule.service);
      await mkdir(records, { recursive: true });
      rigs.push(await startLane(schedule, shared, { ...common, records }));
    }
    await mkdir(join(folder, 'services'), { recursive: true });
    for (const { schedule, definition } of rigs) {
      const file = { service: schedule.service, environments: { [environmentName]: definition } };
      await writeFile(join(folder, 'services', `${schedule.service}.yaml`), stringify(file));
    }
    return { rigs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startLane(
  schedule: LaneSchedule,
  traefik: TraefikRig,
  surroundings: Surroundings,
): Promise<LaneRig> {
  switch (schedule.kind) {
    case 'traefik':
      return laneOnTraefik(schedule, traefik, surroundings);
    case 'command':
      return laneWithCommands(schedule, traefik, surroundings);
    case 'aws-alb':
      return laneOnLoadBalancer(schedule, surroundings);
  }
}
