import { join } from 'node:path';
import type { TraefikRig } from '../../rigs/traefik.ts';
import type { LaneSchedule } from '../schedule.ts';
import { commonDefinition, processPlatform } from './definition.ts';
import { environmentName, type LaneRig } from './lane.ts';

/** A lane at an entry point of its own of a Traefik that several lanes share. */
export function laneOnTraefik(schedule: LaneSchedule, traefik: TraefikRig, records: string): LaneRig {
  const { service } = schedule;
  const file = join(traefik.watched, `${service}.yaml`);
  return {
    schedule,
    lane: `${service}.${environmentName}`,
    entry: traefik.entries[service] ?? '',
    traefik,
    holds: { file },
    records,
    definition: {
      platform: processPlatform(records),
      router: {
        traefik: { file, metrics: traefik.metrics, api: traefik.api, entryPoints: [service] },
      },
      metrics: { errors: { preset: 'traefik/errors', safeMargin: 4, burstDivisor: 1 } },
      ...commonDefinition(schedule),
    },
    stop: () => Promise.resolve(),
  };
}
