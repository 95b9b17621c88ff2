import { join } from 'node:path';
import type { TraefikRig } from '../../rigs/traefik.ts';
import { startFaultProxy } from '../faults/proxy.ts';
import type { LaneSchedule } from '../schedule.ts';
import { commonDefinition, processPlatform } from './definition.ts';
import { environmentName, type LaneRig, type Surroundings } from './lane.ts';

/** A lane at an entry point of its own of a Traefik that several lanes share. */
export async function laneOnTraefik(
  schedule: LaneSchedule,
  traefik: TraefikRig,
  { records, random }: Surroundings,
): Promise<LaneRig> {
  const { service } = schedule;
  const file = join(traefik.watched, `${service}.yaml`);
  const metrics = await startFaultProxy({ to: traefik.api, random });
  const api = await startFaultProxy({ to: traefik.api, random });
  return {
    schedule,
    lane: `${service}.${environmentName}`,
    entry: traefik.entries[service] ?? '',
    traefik,
    holds: { file },
    proxies: { metrics, 'router-api': api },
    records,
    definition: {
      platform: processPlatform(records),
      router: {
        traefik: { file, metrics: `${metrics.url}/metrics`, api: api.url, entryPoints: [service] },
      },
      metrics: { errors: { preset: 'traefik/errors', safeMargin: 4, burstDivisor: 1 } },
      ...commonDefinition(schedule),
    },
    stop: async () => void (await Promise.all([metrics.stop(), api.stop()])),
  };
}
