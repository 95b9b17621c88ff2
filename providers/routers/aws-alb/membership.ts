import type { ElbCalls } from './elb.ts';
import { isAt, readTargets, registerTargets, targetOf, type Address, type Target } from './targets.ts';

/** What a group's registered targets lack, and have too much, against the instances of its slot. */
export interface Membership {
  missing: Address[];
  gone: { Id: string; Port?: number }[];
}

/** Compares registered targets with base URLs. Those that are draining have been taken out already. Pure. */
export function membershipOf(targets: readonly Target[], endpoints: readonly string[]): Membership {
  const wanted = endpoints.map(targetOf);
  const present = targets.filter(({ state }) => state !== 'draining');
  return {
    missing: wanted.filter((each) => !present.some((target) => isAt(target, each))),
    gone: present
      .filter((target) => !wanted.some((each) => isAt(target, each)))
      .map(({ id, port }) => ({ Id: id, ...(port === undefined ? {} : { Port: port }) })),
  };
}

/** Registers what is missing and tells what is to go once no weight stands on it. */
export async function enter(
  calls: ElbCalls,
  group: string,
  endpoints: readonly string[],
  signal: AbortSignal,
): Promise<Membership> {
  const membership = membershipOf(await readTargets(calls, group, signal), endpoints);
  await registerTargets(calls, group, membership.missing, signal);
  return membership;
}
