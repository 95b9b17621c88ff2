import type { Breach } from '../breach.ts';
import type { Fault, LaneRun, Run, Users } from '../record.ts';
import { clock } from './clock.ts';
import { concerns } from './in-force.ts';

/** What users of a lane noticed, in requests. */
export interface Noticed {
  lane: string;
  sent: number;
  dropped: number;
  /** Of these, the ones of a time in which neither the router nor an instance was killed, and nothing stood still. */
  unexcused: number;
}

/**
 * A request is out for at most this long before a kill, and this long after it nobody has to have put the matter
 * right, in milliseconds.
 */
const around = { before: 5000, after: 5000 };
/** The load sends many a second: where it sent nothing for so long, the machine stood still, in milliseconds. */
const standstill = 1000;
/** Requests that were out then are given up for no fault of anybody's. */
const aroundStandstill = { before: 15_000, after: 15_000 };

/** A stretch of time in which a lost request is nobody's fault. */
interface Excuse {
  from: number;
  to: number;
}

/** Counts the requests that users of a lane lost. */
export function noticed(lane: LaneRun, { faults }: Run): Noticed {
  const { users } = lane;
  const excuses = excusesOf(lane, faults);
  const dropped = users.filter((each) => each.dropped > 0);
  return {
    lane: lane.lane,
    sent: users.reduce((total, each) => total + each.answered + each.dropped, 0),
    dropped: sum(dropped),
    unexcused: sum(dropped.filter(({ window }) => !isExcused(window, excuses))),
  };
}

/** Nobody loses a request while nobody kills what it goes through. */
export function checkUsers(lane: LaneRun, run: Run): Breach[] {
  const { unexcused } = noticed(lane, run);
  if (unexcused === 0) return [];
  const excuses = excusesOf(lane, run.faults);
  const lost = lane.users.filter(({ window, dropped }) => dropped > 0 && !isExcused(window, excuses));
  const first = Math.min(...lost.map(({ window }) => window));
  const what = `${unexcused} requests were lost, the first at ${clock(first)}, while nobody killed what they go through`;
  return [{ rule: 'users', lane: lane.lane, what }];
}

function excusesOf({ lane, users }: LaneRun, faults: readonly Fault[]): Excuse[] {
  const struck = faults
    .filter((fault) => fault.kind !== 'proxy' && (fault.target === 'router' || fault.target === 'instance'))
    .filter((fault) => concerns(fault, lane))
    .map(({ from, to }) => ({ from: from - around.before, to: putRight(to, lane, faults) }));
  const windows = users.map(({ window }) => window).toSorted((a, b) => a - b);
  const still = windows.flatMap((to, i): Excuse[] => {
    const from = windows[i - 1] ?? to;
    if (to - from < standstill) return [];
    return [{ from: from - aroundStandstill.before, to: to + aroundStandstill.after }];
  });
  return [...struck, ...still];
}

/** By when it has to be put right: later where what would have done it was struck meanwhile. */
function putRight(to: number, lane: string, faults: readonly Fault[]): number {
  let end = to + around.after;
  const hindering = faults.filter(({ target }) => target !== 'api' && target !== 'instance');
  for (const fault of hindering.toSorted((a, b) => a.from - b.from)) {
    if (concerns(fault, lane) && fault.from <= end && fault.to >= to)
      end = Math.max(end, fault.to + around.after);
  }
  return end;
}

function isExcused(window: number, excuses: readonly Excuse[]): boolean {
  return excuses.some(({ from, to }) => window >= from && window <= to);
}

function sum(users: readonly Users[]): number {
  return users.reduce((total, { dropped }) => total + dropped, 0);
}
