import { activityInfo, cancellationSignal, sleep } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Platform, Readiness } from '../providers/platforms/platform.ts';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import { tail } from './sentence.ts';
import type { ActActivities, DeployRequest } from './types.ts';

const POLL = 250;
/** How long a repeated attempt looks at least, although the deadline passed while nobody was there. */
const LOOK_AGAIN = 10_000;
const LONGEST_DETAIL = 1500;

/** Brings a version up and waits until all of its instances are ready. */
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
    const found = await platform.ready(slot, signal);
    if (found.wanted > 0 && found.ready >= found.wanted) return { endpoints: found.endpoints };
    if (Date.now() >= end) {
      const message = await notReady(platform, { version, slot, deadline }, found);
      throw ApplicationFailure.nonRetryable(message, 'not_ready');
    }
    await sleep(POLL);
  }
}

async function notReady(
  platform: Platform,
  { version, slot, deadline }: Pick<DeployRequest, 'version' | 'slot' | 'deadline'>,
  { ready, wanted }: Readiness,
): Promise<string> {
  const { instances } = await platform.describe(slot, cancellationSignal());
  const each = instances
    .filter(({ state }) => state !== 'ready')
    .map(
      ({ id, state, endpoint, detail }) =>
        `${id} at ${endpoint} is ${state}: ${tail(detail, LONGEST_DETAIL)}`,
    );
  const head = `${ready} of ${wanted} instances of ${version} in ${slot} are ready after ${deadline / 1000} s`;
  return [head, ...each].join('; ').slice(0, 4 * LONGEST_DETAIL);
}
