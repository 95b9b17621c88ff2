/** What stands in the calendar: freezes, and runs of schedules. Times are milliseconds since the epoch. Pure. */
import type { FreezeList } from '../../../api/wire/freeze.ts';
import type { ScheduleList } from '../../../api/wire/schedule.ts';
import { coversLane } from '../../../config/grants.ts';
import type { Asked, Kind } from './asked.ts';
import { meets } from './meets.ts';

/** A time in which no traffic is raised. */
export interface Freezing {
  kind: 'freeze';
  key: string;
  /** What says so: `f3`, or `calendar holidays`. */
  by: string;
  lanes: readonly string[];
  reason: string;
  /** Who answers for it; empty for a calendar's. */
  owner: string;
  start: number;
  /** The first moment after it. */
  end: number;
  /** Of one that somebody made, and that can be ended. */
  id?: string;
}

/** One time of a schedule. */
export interface Run {
  kind: 'run';
  key: string;
  at: number;
  /** `SERVICE@ENVIRONMENT`. */
  lane: string;
  name: string;
  version: string;
  /** What the change of the clocks does to it. */
  clocks?: string;
  /** In which its release would have to wait. */
  frozen?: Freezing;
}

/** Either. */
export type Entry = Freezing | Run;

/** All freezes that are known, of people and of calendars, in the order of their begins. */
export function freezingsOf({ freezes, calendars }: Pick<FreezeList, 'freezes' | 'calendars'>): Freezing[] {
  const made = freezes
    // One that was ended before it began never was.
    .filter(({ start, end }) => end > start)
    .map(({ id, state, lanes, reason, owner, start, end }): Freezing => {
      const freeze = { kind: 'freeze' as const, key: id, by: id, lanes, reason, owner, start, end };
      return state === 'over' ? freeze : { ...freeze, id };
    });
  const events = calendars.flatMap(({ name, lanes, next }) =>
    next.map(({ reason, start, end }): Freezing => {
      const by = `calendar ${name}`;
      return {
        kind: 'freeze',
        key: `${by}/${start}/${end}/${reason}`,
        by,
        lanes,
        reason,
        owner: '',
        start,
        end,
      };
    }),
  );
  return [...made, ...events].toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The runs that are known, in their order, each with what freezes its lane then. */
export function runsOf(schedules: ScheduleList['schedules'], freezings: readonly Freezing[]): Run[] {
  return schedules
    .flatMap(({ lane, name, version, next }) =>
      next.map(({ at, clocks }): Run => {
        const frozen = happens(clocks)
          ? freezings.find(
              ({ start, end, lanes }) =>
                start <= at && at < end && lanes.some((each) => coversLane(each, lane)),
            )
          : undefined;
        return {
          kind: 'run',
          key: `${lane}/${name}/${at}`,
          at,
          lane: lane.replace('.', '@'),
          name,
          version,
          ...(clocks === undefined ? {} : { clocks }),
          ...(frozen === undefined ? {} : { frozen }),
        };
      }),
    )
    .toSorted((a, b) => a.at - b.at);
}

/** Whether a time is one at which something runs, by what the API says that the clocks do to it. */
function happens(clocks: string | undefined): boolean {
  return clocks?.startsWith('does not run') !== true;
}

/** What of it is meant. */
export function shownOf(entries: readonly Entry[], { lane, kind }: Pick<Asked, 'lane' | 'kind'>): Entry[] {
  return entries.filter(
    (entry) =>
      (kind === 'all' || kind === (entry.kind === 'freeze' ? 'freezes' : 'schedules')) &&
      (entry.kind === 'freeze' ? entry.lanes : [entry.lane]).some((each) => meets(each, lane)),
  );
}

/** What of it has not been read yet, in one sentence; undefined where all of what is meant has been. */
export function notReadYet(
  { freezes, schedules }: { freezes?: unknown; schedules?: unknown },
  kind: Kind,
): string | undefined {
  // Of runs it is not known either what freezes them.
  if (freezes === undefined) return 'Not read yet.';
  return schedules === undefined && kind !== 'freezes' ? 'The schedules are not read yet.' : undefined;
}
