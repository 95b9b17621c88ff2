import { setTimeout as sleep } from 'node:timers/promises';
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
/** Longest wait for the lanes to serve, in milliseconds. */
const patience = 180_000;

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
  const quick = coming.filter(({ rig }) => rig.schedule.kind !== 'aws-alb').map(async (each) => each.come);
  const there = new AbortController();
  const signal = AbortSignal.any([over, there.signal]);
  const late = sleep(patience, undefined, { signal }).then(() => {
    throw new Error(`The lanes do not serve after ${patience / 1000} s: ${progress.open().join('; ')}`);
  });
  await Promise.race([Promise.all(quick), late]).finally(() => there.abort());
  return {
    of: (service) => loads.get(service)?.users() ?? [],
    async stop() {
      stopped = true;
      await Promise.all([...loads.values()].map(async (load) => load.stop()));
    },
  };
}
