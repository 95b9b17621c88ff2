import type { LaneState } from './lane-messages.ts';

/** What changes with every change of a lane that an act on it may mean: an act with another one comes too late. Pure. */
export function laneToken({
  nextNumber,
  running,
  waiting,
  blocked,
  live,
}: Pick<LaneState, 'nextNumber' | 'running' | 'waiting' | 'blocked' | 'live'>): string {
  const parts = [nextNumber, numberOf(running?.id), numberOf(waiting?.id), blocked?.since ?? 0];
  return [...parts, live?.slot ?? '-', live?.version ?? '-'].join('.');
}

/** Why an act that means another state of the lane is refused; undefined where it means none, or this one. Pure. */
export function whyStale(state: LaneState, seen: string | undefined): string | undefined {
  const now = laneToken(state);
  return seen === undefined || seen === now
    ? undefined
    : `the lane has moved on since you looked (it is at ${now}); look again`;
}

function numberOf(id: string | undefined): string {
  return id === undefined ? '0' : id.slice(id.lastIndexOf('.') + 1);
}
