import { activityInfo, sleep } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Slot } from '../config/plan.ts';
import type { InstanceDescription, Platform, SlotDescription } from '../providers/platforms/platform.ts';
import { tail } from '../providers/tail.ts';
import { asAct } from './act.ts';
import type { ActivityContext } from './context.ts';
import { messageOf } from './sentence.ts';
import type { ActActivities, DeployRequest } from './types.ts';

const POLL = 250;
/** How long a repeated attempt looks at least, although the deadline passed while nobody was there. */
const LOOK_AGAIN = 10_000;
/** How long a platform may fail to say what is ready before that is an error. */
const LONGEST_SILENCE = 30_000;
const LONGEST_DETAIL = 1500;

/** Brings a version up and waits until all of its instances are ready, one has ended, or the deadline passes. */
export function createDeployActivities({ world }: ActivityContext): Pick<ActActivities, 'deploy'> {
  return {
    deploy: async (request) =>
      asAct(async (signal) => deploy(world.platform(request.place), request, signal)),
  };
}

async function deploy(
  platform: Platform,
  { version, slot, release, deadline }: DeployRequest,
  signal: AbortSignal,
): Promise<{ endpoints: string[] }> {
  const { scheduledTimestampMs } = activityInfo();
  await platform.deploy({ version, slot, release }, signal);
  const end = Math.max(scheduledTimestampMs + deadline, Date.now() + Math.min(deadline, LOOK_AGAIN));
  let heard = Date.now();
  for (;;) {
    const began = Date.now();
    const found = await look(platform, slot, heard, signal);
    if (found !== undefined) {
      heard = Date.now();
      const { ready, wanted, endpoints, instances } = found;
      // A platform that has not begun yet may still tell of what was in the slot before.
      const begun = found.version === version;
      if (begun && wanted > 0 && ready >= wanted) return { endpoints };
      // Nothing starts a dead instance again in this step: the rest of the deadline would be waited for in vain.
      const dead = begun ? instances.filter(({ state }) => state === 'dead') : [];
      if (dead.length > 0 || Date.now() >= end) {
        const waited = Math.min(deadline, Date.now() - scheduledTimestampMs);
        const head = begun
          ? `${ready} of ${wanted} instances of ${version} in ${slot} are ready after ${seconds(waited)}`
          : `${slot} holds ${found.version ?? 'nothing'} and not ${version} after ${seconds(waited)}`;
        throw ApplicationFailure.nonRetryable(
          notReady(head, dead.length > 0 ? dead : instances),
          'not_ready',
        );
      }
    }
    // A platform that takes its time to answer is not asked all the time.
    await sleep(Math.max(POLL, Date.now() - began));
  }
}

/** What is in the slot; undefined when the platform cannot say so now. Throws when it could not for too long. */
async function look(
  platform: Platform,
  slot: Slot,
  heard: number,
  signal: AbortSignal,
): Promise<SlotDescription | undefined> {
  try {
    return await platform.describe(slot, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (Date.now() - heard < LONGEST_SILENCE) return undefined;
    throw ApplicationFailure.nonRetryable(messageOf(error), 'platform_unreadable');
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
