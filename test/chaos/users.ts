import { startLoad, type Load } from './load.ts';
import type { LaneRig } from './lanes/lane.ts';
import type { Progress } from './progress.ts';
import type { Users } from './record.ts';
import type { ReleaseSchedule } from './schedule.ts';

/** The users of all lanes, who come to each one when it first serves. */
export interface AllUsers {
  /** What became of the requests to a service, by its name. */
  of(service: string): Users[];
  stop(): Promise<void>;
}

/** Requests a second in each lane. */
const rate = 40;

/**
 * Waits until the lanes serve, and sends requests from then on. A lane on a load balancer is not waited for, since its
 * first release takes a minute; its users come when it is up.
 */
export async function startUsers(
  lanes: readonly LaneRig[],
  releases: readonly ReleaseSchedule[],
  progress: Progress,
  over: AbortSignal,
): Promise<AllUsers> {
  const loads = new Map<string, Load>();
  let stopped = false;
  const come = async ({ schedule: { service }, entry }: LaneRig): Promise<void> => {
    const first = releases.find((release) => release.first && release.lane === service);
    await progress.reaches({ release: first?.number ?? 0, point: 'end', after: 0 });
    over.throwIfAborted();
    if (!stopped) loads.set(service, startLoad(`${entry}/`, rate));
  };
  const coming = lanes.map((rig) => ({ rig, come: come(rig) }));
  for (const each of coming) each.come.catch(() => undefined);
  await Promise.all(
    coming.filter(({ rig }) => rig.schedule.kind !== 'aws-alb').map(async (each) => each.come),
  );
  return {
    of: (service) => loads.get(service)?.users() ?? [],
    async stop() {
      stopped = true;
      await Promise.all([...loads.values()].map(async (load) => load.stop()));
    },
  };
}
