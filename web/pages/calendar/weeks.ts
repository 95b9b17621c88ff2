/** Weeks as they are drawn: days beside each other, freezes as bars over them. Pure. */
import { addDays, clocksOf, dayOf, startOf } from './days.ts';
import type { Entry, Freezing, Run } from './entries.ts';

/** So many bars lie below each other in a week; more are counted. */
const MOST_BARS = 4;

/** A day of a week. */
export interface GridDay {
  day: string;
  when: 'past' | 'today' | 'to come';
  /** What the clocks do on it. */
  clocks?: string;
  /** The runs of one schedule, which may be many. */
  runs: { first: Run; count: number }[];
}

/** A freeze, or the part of it that lies in a week. */
export interface Bar {
  freeze: Freezing;
  /** Index of its first and last day, 0 to 6. */
  first: number;
  last: number;
  /** Row in the week, from 0. Two bars of one row share no day. */
  row: number;
  /** Whether it begins and ends here, or goes on in the weeks beside. */
  begins: boolean;
  ends: boolean;
}

/** A week from Monday to Sunday. */
export interface Week {
  monday: string;
  days: GridDay[];
  bars: Bar[];
  /** Freezes for which there is no room. */
  more: number;
}

/** So many weeks from a Monday on. */
export function weeksOf(
  entries: readonly Entry[],
  { from, weeks, zone, now }: { from: string; weeks: number; zone: string; now: number },
): Week[] {
  const freezes = entries.filter((entry) => entry.kind === 'freeze');
  const runs = Map.groupBy(
    entries.filter((entry) => entry.kind === 'run'),
    ({ at }) => dayOf(at, zone),
  );
  const today = dayOf(now, zone);
  return Array.from({ length: weeks }, (_none, index) => {
    const monday = addDays(from, index * 7);
    const days = Array.from({ length: 7 }, (_day, each) => addDays(monday, each));
    const placed = barsOf(freezes, days, zone);
    return {
      monday,
      days: days.map((day) => gridDay(day, runs.get(day) ?? [], zone, today)),
      bars: placed.filter(({ row }) => row < MOST_BARS),
      more: placed.filter(({ row }) => row >= MOST_BARS).length,
    };
  });
}

function gridDay(day: string, runs: readonly Run[], zone: string, today: string): GridDay {
  const groups = new Map<string, GridDay['runs'][number]>();
  for (const run of runs) {
    const key = `${run.lane}/${run.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: run, count: 1 });
    else group.count += 1;
  }
  const clocks = clocksOf(day, zone);
  return {
    day,
    when: day < today ? 'past' : day === today ? 'today' : 'to come',
    runs: [...groups.values()],
    ...(clocks === undefined ? {} : { clocks }),
  };
}

/** Each bar in the first row that is free over all of its days; what began first, and of that the longest, is on top. */
function barsOf(freezes: readonly Freezing[], days: readonly string[], zone: string): Bar[] {
  const from = startOf(days[0] ?? '', zone);
  const to = startOf(addDays(days[0] ?? '', 7), zone);
  const rows: number[] = [];
  return freezes
    .filter(({ start, end }) => start < to && end > from)
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map((freeze) => {
      const { start, end } = freeze;
      const first = days.indexOf(dayOf(Math.max(start, from), zone));
      const last = days.indexOf(dayOf(Math.min(end, to) - 1, zone));
      const free = rows.findIndex((taken) => taken < first);
      const row = free === -1 ? rows.length : free;
      rows[row] = last;
      return { freeze, first, last, row, begins: start >= from, ends: end <= to };
    });
}
