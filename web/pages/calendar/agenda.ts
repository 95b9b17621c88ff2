/** What comes in the next days, day by day. Pure. */
import { addDays, clocksOf, dayOf, isAllDay, startOf } from './days.ts';
import type { Entry, Freezing, Run } from './entries.ts';

/** One line of a day. */
export type AgendaItem =
  /** The runs of a day of one schedule that nothing tells apart: the first of `count`, and when the last one is. */
  | { what: 'run'; at: number; run: Run; count: number; last: number }
  /** `stands`: it began before this day; `ends`: it does, and began on an earlier day. */
  | { what: 'begins' | 'stands' | 'ends'; at: number; freeze: Freezing; allDay: boolean };

/** A day on which something is. */
export interface AgendaDay {
  day: string;
  /** What the clocks do on it. */
  clocks?: string;
  items: AgendaItem[];
}

/** Of so many days from one on those that have something; what is over already is left out. */
export function agendaOf(
  entries: readonly Entry[],
  { from, days, now, zone }: { from: string; days: number; now: number; zone: string },
): AgendaDay[] {
  const today = dayOf(now, zone);
  const each = Array.from({ length: days }, (_none, index) => addDays(from, index));
  const [first] = each.filter((day) => day >= today);
  return each.flatMap((day) => {
    if (day < today) return [];
    const range = {
      now,
      zone,
      isFirst: day === first,
      from: startOf(day, zone),
      to: startOf(addDays(day, 1), zone),
    };
    const runs = entries.filter((entry) => entry.kind === 'run');
    const freezes = entries.filter((entry) => entry.kind === 'freeze');
    const items = [
      ...runItems(runs, range),
      ...freezes.flatMap((freeze) => freezeItems(freeze, range)),
    ].toSorted((a, b) => a.at - b.at || RANK[a.what] - RANK[b.what]);
    if (items.length === 0) return [];
    const clocks = clocksOf(day, zone);
    return [{ day, items, ...(clocks === undefined ? {} : { clocks }) }];
  });
}

const RANK: Record<AgendaItem['what'], number> = { stands: 0, ends: 1, begins: 2, run: 3 };

interface Range {
  /** Of the days that are shown: it has what goes on since before. */
  isFirst: boolean;
  now: number;
  zone: string;
  from: number;
  to: number;
}

function runItems(runs: readonly Run[], { now, from, to }: Range): AgendaItem[] {
  const items = new Map<string, Extract<AgendaItem, { what: 'run' }>>();
  for (const run of runs) {
    const { at, lane, name, clocks, frozen } = run;
    if (at < Math.max(from, now) || at >= to) continue;
    const key = [lane, name, clocks, frozen?.key].join('/');
    const { count, ...first } = items.get(key) ?? { what: 'run', at, run, count: 0 };
    items.set(key, { ...first, count: count + 1, last: at });
  }
  return [...items.values()];
}

function freezeItems(freeze: Freezing, { now, zone, from, to, isFirst }: Range): AgendaItem[] {
  const { start, end } = freeze;
  if (end <= now) return [];
  const item = { freeze, allDay: isAllDay(freeze, zone) };
  if (start >= from && start < to) return [{ what: 'begins', at: start, ...item }];
  if (start < from && end > from && isFirst) return [{ what: 'stands', at: from, ...item }];
  if (start < from && end > from && end < to) return [{ what: 'ends', at: end, ...item }];
  return [];
}
