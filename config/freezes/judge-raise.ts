/** Whether traffic may be raised now. Pure: workflows, workers and the API have one rule. */
import { coversLane } from '../grants.ts';
import type { Milliseconds } from '../plan.ts';
import { freezeAt, nextAllowed, type Freeze } from './freeze.ts';

/** "Stop everything": since when, and by whom. */
export interface StopSwitch {
  /** Milliseconds since the epoch. */
  since: number;
  actor: string;
  reason: string;
}

/** What is known of one calendar. */
export interface KnownCalendar {
  name: string;
  lanes: string[];
  freezes: Freeze[];
  /** When what is known of it was read, milliseconds since the epoch; null: it never could be. */
  readAt: number | null;
  /** Why it could not be read the last time; left out where it could. */
  failed?: string;
}

/** Everything that can keep traffic from being raised. */
export interface KnownFreezes {
  /** What people have said, or why that is not known. */
  made: { freezes: Freeze[]; stop: StopSwitch | null } | { unknown: string };
  calendars: KnownCalendar[];
}

/** A raise that is about to be written. */
export interface Raise {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** A rollback goes back to what was known good, so that only the stop switch is in its way. */
  kind: 'release' | 'rollback' | 'hotfix' | 'recovery';
  /** When the release began, milliseconds since the epoch. */
  began: number;
  onFreeze: 'hold' | 'finish';
  /** When somebody said that this release is not frozen; left out: nobody did. */
  overriddenAt?: number;
}

/** Why traffic is not raised. */
export interface Frozen {
  by: 'freeze' | 'stop';
  message: string;
  /** When it ends by itself, milliseconds since the epoch; left out where that is not known. */
  until?: number;
}

/** A calendar that cannot be read counts by its last copy for so long. */
const LAST_COPY: Milliseconds = 24 * 3_600_000;

/** What cannot be known may be a stop that was switched on since, so an override goes over that for so long only. */
const OVER_UNKNOWN: Milliseconds = 600_000;

/** Why a raise may not be written at a time; undefined when it may. */
export function judgeRaise(raise: Raise, known: KnownFreezes, now: number): Frozen | undefined {
  const { made, calendars } = known;
  const { lane, kind, began, onFreeze, overriddenAt } = raise;
  if ('unknown' in made) {
    if (overriddenAt !== undefined && now - overriddenAt <= OVER_UNKNOWN) return undefined;
    return { by: 'freeze', message: `it is not known whether anything is frozen: ${made.unknown}` };
  }
  const { stop } = made;
  // "Everything" means also what was let through an earlier freeze.
  if (stop !== null && !(overriddenAt !== undefined && overriddenAt > stop.since)) {
    return { by: 'stop', message: describeStop(stop) };
  }
  if (overriddenAt !== undefined || kind === 'rollback') return undefined;
  const stale = staleCalendar(calendars, lane, now);
  if (stale !== undefined) return { by: 'freeze', message: stale };
  const all = [...made.freezes, ...calendars.flatMap(({ freezes }) => freezes)];
  const counted = onFreeze === 'hold' ? all : all.filter(({ start }) => start <= began);
  const freeze = freezeAt(counted, lane, now);
  if (freeze === undefined) return undefined;
  const until = nextAllowed(counted, lane, now);
  return {
    by: 'freeze',
    message: describeFreeze(freeze, until),
    ...(until === undefined ? {} : { until }),
  };
}

/** A freeze in one sentence. */
function describeFreeze({ by, reason, owner }: Freeze, until: number | undefined): string {
  const end = until === undefined ? 'no end is known' : `until ${minute(until)}`;
  const who = owner === undefined ? by : `${by} of ${owner}`;
  return `frozen by ${who}, ${end}: ${reason === '' ? 'no reason given' : reason}`;
}

/** The stop switch in one sentence. */
function describeStop({ actor, since, reason }: StopSwitch): string {
  const why = reason === '' ? '' : `: ${reason}`;
  return `everything is stopped by ${actor} since ${minute(since)}${why}; an admin ends it: sluice stop --off`;
}

/** A time for people, to the minute, in UTC. */
function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Why a calendar of the lane says nothing any more; undefined where each has been read within 24 hours. */
function staleCalendar(calendars: readonly KnownCalendar[], lane: string, now: number): string | undefined {
  const stale = calendars.find(
    ({ lanes, readAt }) =>
      (readAt === null || now - readAt > LAST_COPY) && lanes.some((each) => coversLane(each, lane)),
  );
  if (stale === undefined) return undefined;
  const since = stale.readAt === null ? 'was never read' : `was last read at ${minute(stale.readAt)}`;
  return `the calendar ${stale.name} ${since}, so it is not known whether anything is frozen: ${stale.failed ?? 'it is being read'}`;
}
