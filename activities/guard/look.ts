import type { Platform, SlotDescription } from '../../providers/platforms/platform.ts';
import type { Fence, Router } from '../../providers/routers/router.ts';
import { messageOf } from '../sentence.ts';
import type { GuardRequest, RouterFinding, Seen } from '../types.ts';
import { changeOf, targetsChange } from './compare.ts';

/** No look at the router takes longer, in milliseconds. */
const LONGEST = 5000;
/** Longer than any platform's own patience with its instances, in milliseconds. */
const LONGEST_READY = 12_000;

/** What the guard of one lane looks at, and what it has seen. */
export interface Guarded {
  request: GuardRequest;
  router: Router;
  platform: Platform;
  seen: Seen | null;
  stamp: Fence | null;
  /** When the router was last read, milliseconds since the epoch; null: not yet. */
  lookedAt: number | null;
}

/** One look at the router, and at the instances where it sends traffic to those that it is given. */
export async function look(guarded: Guarded, signal: AbortSignal): Promise<RouterFinding> {
  const { request, router } = guarded;
  const { live } = request;
  const patient = AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]);
  try {
    const reading = await router.read(patient);
    const change = changeOf(live, guarded.seen, reading);
    guarded.lookedAt = Date.now();
    guarded.stamp = reading.stamp;
    const given = router.capabilities.targets === 'given';
    const slot =
      given || change !== undefined
        ? await describeSlot(guarded, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_READY)]))
        : undefined;
    const ready = slot !== undefined && slot.ready > 0;
    if (change !== undefined) return { ...change, ready };
    guarded.seen = { stamp: reading.stamp, digest: reading.digest };
    // Instances that cannot be asked say nothing of where they are.
    const targets = given && slot !== undefined ? targetsChange(live, reading, slot) : undefined;
    if (targets !== undefined) return { kind: 'targets', ...targets, ready };
    return { kind: 'as-written', message: '', ready: true };
  } catch (error) {
    return { kind: 'unreadable', message: messageOf(error), ready: true };
  }
}

async function describeSlot(
  { request, platform }: Guarded,
  signal: AbortSignal,
): Promise<SlotDescription | undefined> {
  try {
    return await platform.describe(request.live, signal);
  } catch {
    return undefined;
  }
}
