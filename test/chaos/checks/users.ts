import type { Breach } from '../breach.ts';
import type { Fault, LaneRun, Run, Users } from '../record.ts';
import { clock } from './clock.ts';
import { concerns } from './in-force.ts';

/** What users of a lane noticed, in requests. */
export interface Noticed {
  lane: string;
  sent: number;
  dropped: number;
  /** Of these, the ones of a time in which neither the router nor an instance was killed or stood still. */
  unexcused: number;
}

/**
 * A request is out for at most this long before a kill, and this long after it nobody has to have put the matter
 * right, in milliseconds.
 */
const around = { before: 5000, after: 5000 };

/** Counts the requests that users of a lane lost. */
export function noticed({ lane, users }: LaneRun, { faults }: Run): Noticed {
  const excuses = faults.filter((fault) => isExcuse(fault) && concerns(fault, lane));
  const dropped = users.filter((each) => each.dropped > 0);
  return {
    lane,
    sent: users.reduce((total, each) => total + each.answered + each.dropped, 0),
    dropped: sum(dropped),
    unexcused: sum(dropped.filter(({ window }) => !isExcused(window, excuses))),
  };
}

/** Nobody loses a request while nobody kills what it goes through. */
export function checkUsers(lane: LaneRun, run: Run): Breach[] {
  const { unexcused } = noticed(lane, run);
  if (unexcused === 0) return [];
  const excuses = run.faults.filter((fault) => isExcuse(fault) && concerns(fault, lane.lane));
  const lost = lane.users.filter(({ window, dropped }) => dropped > 0 && !isExcused(window, excuses));
  const first = Math.min(...lost.map(({ window }) => window));
  const what = `${unexcused} requests were lost, the first at ${clock(first)}, while nobody killed what they go through`;
  return [{ rule: 'users', lane: lane.lane, what }];
}

function isExcuse({ kind, target }: Fault): boolean {
  return kind !== 'proxy' && (target === 'router' || target === 'instance');
}

function isExcused(window: number, excuses: readonly Fault[]): boolean {
  return excuses.some(({ from, to }) => window >= from - around.before && window <= to + around.after);
}

function sum(users: readonly Users[]): number {
  return users.reduce((total, { dropped }) => total + dropped, 0);
}
