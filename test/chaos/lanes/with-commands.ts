import { fileURLToPath } from 'node:url';
import type { TraefikRig } from '../../rigs/traefik.ts';
import { startFaultProxy } from '../faults/proxy.ts';
import type { LaneSchedule } from '../schedule.ts';
import type { LaneRig, Surroundings } from './lane.ts';
import { laneOnTraefik } from './on-traefik.ts';
import { startOwnPlatform } from './own-platform.ts';

const program = fileURLToPath(new URL('../stand-ins/platform-command.mjs', import.meta.url));

/** A lane on a shared Traefik, whose instances are run by a platform of its own that commands talk to over HTTP. */
export async function laneWithCommands(
  schedule: LaneSchedule,
  traefik: TraefikRig,
  surroundings: Surroundings,
): Promise<LaneRig> {
  const { records, environment, random } = surroundings;
  const platform = await startOwnPlatform(records, environment);
  const proxy = await startFaultProxy({ to: platform.url, random });
  const lane = await laneOnTraefik(schedule, traefik, surroundings);
  const verb = (name: string): string[] => [process.execPath, program, name];
  return {
    ...lane,
    proxies: { ...lane.proxies, platform: proxy },
    definition: {
      ...lane.definition,
      platform: {
        command: {
          deploy: verb('deploy'),
          ready: verb('ready'),
          retire: verb('retire'),
          environment: { PLATFORM: proxy.url },
        },
      },
    },
    stop: async () => {
      await proxy.stop();
      await platform.stop();
      await lane.stop();
    },
  };
}
