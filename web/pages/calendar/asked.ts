/** What somebody looks for in the calendar, as the address says it. Pure. */
import { dayOf, mondayOf } from './days.ts';

/** What it can be narrowed to. */
export const KINDS = ['all', 'freezes', 'schedules', 'approvals'] as const;

/** One of them. */
export type Kind = (typeof KINDS)[number];

/** All of it. */
export interface Asked {
  /** As `meets` understands it; empty: every lane. */
  lane: string;
  kind: Kind;
  /** In which days and times are shown. */
  zone: string;
  /** The Monday with which the weeks begin. */
  from: string;
}

/** What an address asks for; what it does not know is left out. `own` is the zone of whoever looks. */
export function readAsked(query: URLSearchParams, own: string, now: number): Asked {
  const kind = query.get('kind');
  const zone = query.get('zone') === 'utc' ? 'UTC' : own;
  const from = query.get('from') ?? '';
  return {
    lane: query.get('lane') ?? '',
    kind: KINDS.find((each) => each === kind) ?? 'all',
    zone,
    from: mondayOf(isDay(from) ? from : dayOf(now, zone)),
  };
}

/** Of this and the next centuries, so that nobody leafs out of the calendar. */
function isDay(text: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
