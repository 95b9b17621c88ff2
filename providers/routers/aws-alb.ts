import type { AwsAlbRouter } from '../../config/routers/aws-alb.ts';
import { digestOf, forwardingOf } from './aws-alb/actions.ts';
import { changingUntil, createElbCalls } from './aws-alb/elb.ts';
import { forwardBySplit, forwardNothing } from './aws-alb/forward.ts';
import { readRequests } from './aws-alb/requests.ts';
import { readStored } from './aws-alb/stored.ts';
import { readTargets } from './aws-alb/targets.ts';
import { GRANULARITY } from './aws-alb/weights.ts';
import type { Router, Targets } from './router.ts';
import { refuseUnsafeSplit } from './wanted.ts';

/** AWS gives no bound; changes are usually in effect within a few seconds. */
const PROPAGATION = 5000;

/**
 * An Application Load Balancer of AWS by the forward action of one listener or rule. Nothing in AWS can be compared
 * just before a write, so the last write wins and no fence is kept.
 */
export function createAwsAlbRouter(config: AwsAlbRouter, lane: string): Router {
  const { region, endpoint, targetGroups, listener, register, cloudwatch } = config;
  const calls = createElbCalls({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  const registered = async (signal: AbortSignal): Promise<Targets> => ({
    blue: await urlsOf(targetGroups.blue, signal),
    green: await urlsOf(targetGroups.green, signal),
  });
  const urlsOf = async (group: string, signal: AbortSignal): Promise<string[]> => {
    const targets = await readTargets(calls, group, signal);
    return targets
      .filter(({ state }) => state !== 'draining')
      .map(({ id, port }) => `http://${id.includes(':') ? `[${id}]` : id}:${port ?? ''}`);
  };
  return {
    capabilities: {
      granularity: GRANULARITY,
      atomic: true,
      sticky: false,
      stamps: false,
      propagation: PROPAGATION,
      observes: true,
      observationLag: 2 * cloudwatch.period + cloudwatch.delay,
      targets: register ? 'given' : 'fixed',
    },
    async read(signal) {
      const { actions, owner } = await readStored(calls, listener, signal);
      const { split, unreadable } = forwardingOf(actions, targetGroups);
      const free = owner === undefined && split === null && unreadable === undefined;
      return {
        split,
        ...(unreadable === undefined ? {} : { unreadable }),
        targets: register ? await registered(signal) : { blue: [], green: [] },
        stamp: null,
        foreign: owner !== lane && !free,
        // What AWS stores is all that it tells.
        inEffect: true,
        digest: digestOf(actions, owner),
      };
    },
    async write({ split, targets }, fence, signal, until = Number.POSITIVE_INFINITY) {
      if (fence.lane !== lane)
        throw new Error(`A write for lane ${fence.lane} was asked of the router of ${lane}.`);
      const alb = { config, lane, calls: changingUntil(calls, until) };
      if (split === null) return forwardNothing(alb, signal);
      refuseUnsafeSplit(split, register ? targets : null, lane);
      return forwardBySplit(alb, split, targets, signal);
    },
    requests: (signal) => readRequests(config, signal),
    // AWS tells no requests in flight, but without targets there are none.
    inFlight: async (slot, signal) =>
      (await readTargets(calls, targetGroups[slot], signal)).length === 0 ? 0 : undefined,
    describe: () => `AWS ${listener.slice(listener.lastIndexOf(':') + 1)} in ${region} (tag sluice:lane)`,
  };
}
