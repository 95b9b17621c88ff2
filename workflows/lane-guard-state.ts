/** What a lane knows of its router between releases: what that is, how it begins, and what is shown of it. */
import type { RouterFinding, Seen } from '../activities/types.ts';
import type { Plan } from '../config/plan.ts';
import type { LaneState } from './lane-messages.ts';
import type { Placement } from './messages.ts';
import type { GuardState, RouterStatus } from './router-status.ts';

/** The look of one lane at its router, while this run of the lane lives. */
export interface Guard {
  lane: string;
  state: LaneState;
  /** Somebody looks at the world and decides by it: nothing may be changed under them. */
  paused: boolean;
  /** A write to the router is under way. */
  writing: boolean;
}

/** What an idle lane is guarded by; the look begins anew when any of it changes. */
export interface Post {
  live: Placement;
  plan: Plan;
  known: GuardState;
}

/** The finding that all is well. */
export const AS_WRITTEN: RouterFinding = { kind: 'as-written', message: '', ready: true };

/**
 * The state after somebody acted on the lane: the router is taken to be as it was written, and what was put right
 * before counts no more. `seen`: what it holds by that act; null when the act wrote nothing.
 */
export function freshGuard(before: GuardState | null, seen: Seen | null): GuardState {
  return {
    act: before?.act ?? 0,
    seen: seen ?? before?.seen ?? null,
    found: AS_WRITTEN,
    since: Date.now(),
    message: '',
    restored: [],
    retargeted: [],
    stopped: false,
    count: before?.count ?? 0,
    events: before?.events ?? [],
  };
}

/** Whether the lane looks at its router itself: something is live by a plan, and nobody else is at work. */
export function isGuarded({ live, plan, running, waiting, blocked }: LaneState): boolean {
  return live !== null && plan !== null && running === null && waiting === null && blocked === null;
}

/** How the router was found; null while the lane does not look at it. */
export function routerStatus(state: LaneState): RouterStatus | null {
  const { found, since, message } = state.guard;
  return isGuarded(state) ? { state: found.kind, since, message } : null;
}
