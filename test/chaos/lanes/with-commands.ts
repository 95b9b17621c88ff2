import { fileURLToPath } from 'node:url';
import type { TraefikRig } from '../../rigs/traefik.ts';
import type { LaneSchedule } from '../schedule.ts';
import type { LaneRig } from './lane.ts';
import { laneOnTraefik } from './on-traefik.ts';
import { startOwnPlatform } from './own-platform.ts';

const program = fileURLToPath(new URL('../stand-ins/platform-command.mjs', import.meta.url));

/** A lane on a shared Traefik, whose instances are run by a platform of its own that commands talk to over HTTP. */
export async function laneWithCommands(
  schedule: LaneSchedule,
  traefik: TraefikRig,
  records: string,
  environment: NodeJS.ProcessEnv,
): Promise<LaneRig> {
  const platform = await startOwnPlatform(records, environment);
  const lane = laneOnTraefik(schedule, traefik, records);
  const verb = (name: string): string[] => [process.execPath, program, name];
  return {
    ...lane,
    definition: {
      ...lane.definition,
      platform: {
        command: {
          deploy: verb('deploy'),
          ready: verb('ready'),
          retire: verb('retire'),
          environment: { PLATFORM: platform.url },
        },
      },
    },
    stop: () => platform.stop(),
  };
}
