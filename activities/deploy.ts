import { activityInfo, cancellationSignal, sleep } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { InstanceDescription, Platform } from '../providers/platforms/platform.ts';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import { tail } from './sentence.ts';
import type { ActActivities, DeployRequest } from './types.ts';

const POLL = 250;
/** How long a repeated attempt looks at least, although the deadline passed while nobody was there. */
const LOOK_AGAIN = 10_000;
const LONGEST_DETAIL = 1500;

/** Brings a version up and waits until all of its instances are ready, one has ended, or the deadline passes. */
export function createDeployActivities({ world }: ActivityContext): Pick<ActActivities, 'deploy'> {
  return {
    deploy: async (request) => withHeartbeats(async () => deploy(world.platform(request.place), request)),
  };
}

async function deploy(
  platform: Platform,
  { version, slot, release, deadline }: DeployRequest,
): Promise<{ endpoints: string[] }> {
  const signal = cancellationSignal();
  const { scheduledTimestampMs } = activityInfo();
  await platform.deploy({ version, slot, release }, signal);
  const end = Math.max(scheduledTimestampMs + deadline, Date.now() + Math.min(deadline, LOOK_AGAIN));
  for (;;) {
    const { ready, wanted, endpoints, instances } = await platform.describe(slot, signal);
    if (wanted > 0 && ready >= wanted) return { endpoints };
    // Nothing starts a dead instance again in this step: the rest of the deadline would be waited for in vain.
    const dead = instances.filter(({ state }) => state === 'dead');
    if (dead.length > 0 || Date.now() >= end) {
      const waited = Math.min(deadline, Date.now() - scheduledTimestampMs);
      const head = `${ready} of ${wanted} instances of ${version} in ${slot} are ready after ${seconds(waited)}`;
      throw ApplicationFailure.nonRetryable(notReady(head, dead.length > 0 ? dead : instances), 'not_ready');
    }
    await sleep(POLL);
  }
}

function notReady(head: string, instances: readonly InstanceDescription[]): string {
  const each = instances
    .filter(({ state }) => state !== 'ready')
    .map(
      ({ id, state, endpoint, detail }) =>
        `${id} at ${endpoint} is ${state}: ${tail(detail, LONGEST_DETAIL)}`,
    );
  return [head, ...each].join('; ').slice(0, 4 * LONGEST_DETAIL);
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
