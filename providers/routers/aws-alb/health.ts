import { setTimeout as wait } from 'node:timers/promises';
import type { Slot } from '../../../config/plan.ts';
import type { ElbCalls } from './elb.ts';
import { isAt, readTargets, type Address, type Target } from './targets.ts';

const POLL = 500;
const PATIENCE = 5000;

/** A target group that is to get traffic. */
interface Served {
  slot: Slot;
  group: string;
  unattached: boolean;
  staying: readonly Address[] | undefined;
}

/**
 * Waits until a slot's target group has a target that serves. Throws a sentence after 5 s, or at once where none is
 * registered: a group with a weight and without targets answers 503. `unattached`: nothing is forwarded to the group
 * yet, so AWS checks no target of it.
 * `staying`: the only ones that count, where others are about to be taken out.
 */
export async function untilHealthy(
  calls: ElbCalls,
  { slot, group, unattached, staying }: Served,
  signal: AbortSignal,
): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const all = await readTargets(calls, group, signal);
    const targets = all.filter((target) => staying?.some((each) => isAt(target, each)) ?? true);
    if (targets.some((target) => serves(target) || (unattached && target.state === 'unused'))) return;
    if (targets.length === 0 || Date.now() >= end) {
      throw new Error(
        `No traffic is sent to ${slot}: ${group} has no healthy target (${summary(targets)}). ` +
          'Look at its health check and at the instances.',
      );
    }
    await wait(POLL, undefined, { signal });
  }
}

/** Where health checks are switched off, AWS sends requests to every target. */
function serves({ state, reason }: Target): boolean {
  return state === 'healthy' || reason === 'Target.HealthCheckDisabled';
}

function summary(targets: readonly Target[]): string {
  if (targets.length === 0) return 'none is registered';
  const texts = targets.map(({ state, reason }) => (reason === '' ? state : `${state}, ${reason}`));
  return [...new Set(texts)]
    .map((text) => `${texts.filter((each) => each === text).length} ${text}`)
    .join('; ');
}
