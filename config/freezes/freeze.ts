/** Stretches of time in which no traffic is raised. Times are milliseconds since the epoch. */
import { coversLane } from '../grants.ts';

/** A time in which nothing is raised in some lanes. */
export interface Freeze {
  /** What says so: `calendar NAME`, or the id of one that somebody made. */
  by: string;
  /** Patterns such as `*@production`. */
  lanes: string[];
  reason: string;
  start: number;
  /** The first moment after it. */
  end: number;
  /** Who answers for it, who made it and who ended it, where it is no calendar's. */
  owner?: string;
  createdBy?: string;
  endedBy?: string | null;
}

/** How far ahead a calendar is read: 400 days, in milliseconds. */
export const HORIZON = 400 * 86_400_000;

/** The freeze in which a lane, `SERVICE.ENVIRONMENT`, stands at a time: of several the one that ends last. Pure. */
export function freezeAt(freezes: readonly Freeze[], lane: string, at: number): Freeze | undefined {
  return freezes
    .filter(
      ({ lanes, start, end }) => start <= at && at < end && lanes.some((each) => coversLane(each, lane)),
    )
    .toSorted((a, b) => b.end - a.end)[0];
}

/** The first moment from `at` on in which a lane is not frozen; undefined where none is known. Pure. */
export function nextAllowed(freezes: readonly Freeze[], lane: string, at: number): number | undefined {
  const limit = at + HORIZON;
  for (let moment = at; moment < limit;) {
    const frozen = freezeAt(freezes, lane, moment);
    if (frozen === undefined) return moment;
    moment = frozen.end;
  }
  return undefined;
}
