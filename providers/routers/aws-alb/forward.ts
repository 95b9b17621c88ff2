import type { Slot } from '../../../config/plan.ts';
import type { AwsAlbRouter } from '../../../config/routers/aws-alb.ts';
import type { Split, Targets, WriteOutcome } from '../router.ts';
import { answerNothing, digestOf, forwardBy, forwardingOf } from './actions.ts';
import type { ElbCalls } from './elb.ts';
import { untilHealthy } from './health.ts';
import { enter, type Membership } from './membership.ts';
import { readStored, storeActions, storeOwner, type Stored } from './stored.ts';
import { deregisterTargets, targetOf } from './targets.ts';
import { weightsOf } from './weights.ts';

/** What a write is made of. */
export interface Alb {
  config: AwsAlbRouter;
  lane: string;
  calls: ElbCalls;
}

const slots = ['blue', 'green'] as const;
/** What was read longer ago than this is not written over: this process may have been stopped meanwhile. */
const FRESH = 5000;

/** Takes all traffic away from both target groups: it is answered that nothing is served. */
export async function forwardNothing(alb: Alb, signal: AbortSignal): Promise<WriteOutcome> {
  const stored = await claim(alb, signal);
  const { weights, unreadable } = forwardingOf(stored.actions, alb.config.targetGroups);
  if (unreadable === undefined && Object.keys(weights).length === 0) return { kind: 'already' };
  await replace(alb, stored, answerNothing(stored.actions, alb.lane), signal);
  return { kind: 'written' };
}

/**
 * Forwards by a split. New targets are registered and seen to be healthy before a weight rises, gone ones leave once
 * they have none. Throws where a slot would get traffic and has no healthy target, and where somebody else changes
 * the weights meanwhile.
 */
export async function forwardBySplit(
  alb: Alb,
  split: Split,
  targets: Targets,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const { config, calls, lane } = alb;
  const { targetGroups: groups, register } = config;
  const weights = weightsOf(split, lane);
  const { actions } = await claim(alb, signal);
  const before = forwardingOf(actions, groups).weights;
  const own = new Set([contentOf(actions)]);
  const entered = register ? await enterBoth(alb, targets, signal) : undefined;
  const gone = async (are: (slot: Slot) => boolean): Promise<void> => {
    for (const slot of slots.filter(are))
      await deregisterTargets(calls, groups[slot], entered?.[slot].gone ?? [], signal);
  };
  const idle = (slot: Slot): boolean => (before[slot] ?? 0) === 0;
  await gone(idle);
  await attach(alb, before, own, signal);
  const healthy = async (unattached: boolean): Promise<void> => {
    for (const slot of slots.filter((each) => weights[each] > 0)) {
      const staying = register ? targets[slot].map(targetOf) : undefined;
      await untilHealthy(calls, { slot, group: groups[slot], unattached, staying }, signal);
    }
  };
  const attached = Object.keys(before).length > 0;
  await healthy(!attached);
  const written = await storeWeights(alb, weights, own, signal);
  // Only now does AWS look at the targets of a group that nothing was forwarded to.
  if (!attached) await healthy(false);
  await gone((slot) => !idle(slot));
  const changed = slots.some((slot) => {
    const { missing = [], gone: left = [] } = entered?.[slot] ?? {};
    return missing.length + left.length > 0;
  });
  return { kind: written || changed ? 'written' : 'already' };
}

async function enterBoth(
  { calls, config }: Alb,
  targets: Targets,
  signal: AbortSignal,
): Promise<Record<Slot, Membership>> {
  return {
    blue: await enter(calls, config.targetGroups.blue, targets.blue, signal),
    green: await enter(calls, config.targetGroups.green, targets.green, signal),
  };
}

/** AWS checks the targets of a group only once something forwards to it, so both are named, one at weight 0. */
async function attach(
  alb: Alb,
  { blue, green }: Partial<Record<Slot, number>>,
  own: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  if ((blue === undefined) === (green === undefined)) return;
  await storeWeights(alb, { blue: blue ?? 0, green: green ?? 0 }, own, signal);
}

/** Whether anything had to be changed. `own`: what this write has found at first, and what it has stored itself. */
async function storeWeights(
  alb: Alb,
  weights: Record<Slot, number>,
  own: Set<string>,
  signal: AbortSignal,
): Promise<boolean> {
  const { targetGroups, listener } = alb.config;
  const stored = await claim(alb, signal);
  if (!own.has(contentOf(stored.actions))) {
    throw new Error(`Somebody else has changed ${listener} during this write, so it was not written over.`);
  }
  const wanted = forwardBy(stored.actions, targetGroups, weights);
  own.add(contentOf(wanted));
  if (contentOf(wanted) === contentOf(stored.actions)) return false;
  await replace(alb, stored, wanted, signal);
  return true;
}

/** Names actions by what they do, whoever's they are. */
function contentOf(actions: Stored['actions']): string {
  return digestOf(actions, undefined);
}

interface Claimed extends Stored {
  /** When the reading began, milliseconds since the epoch. */
  readAt: number;
}

/** Reads what is stored, and marks it where nobody has. Throws where it belongs to another lane. */
async function claim({ calls, config, lane }: Alb, signal: AbortSignal): Promise<Claimed> {
  const readAt = Date.now();
  const stored = await readStored(calls, config.listener, signal);
  if (stored.owner !== undefined && stored.owner !== lane) {
    throw new Error(
      `${config.listener} belongs to lane ${stored.owner} by its tag, so ${lane} does not write it. ` +
        'Give each lane a listener or a rule of its own.',
    );
  }
  if (stored.owner === undefined) await storeOwner(calls, config.listener, lane, signal);
  return { ...stored, readAt };
}

async function replace(
  { calls, config }: Alb,
  { readAt }: Claimed,
  actions: Stored['actions'],
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (Date.now() - readAt > FRESH) {
    throw new Error(
      `What ${config.listener} held was read more than ${FRESH / 1000} s ago, so nothing was written over it.`,
    );
  }
  await storeActions(calls, config.listener, actions, signal);
}
