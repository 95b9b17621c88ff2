/** What an iCalendar file (RFC 5545) says, as times. Pure. */
import ICAL from 'ical.js';
import { instantOf } from './instant.ts';

/** One event, or one time of an event that repeats. Times are milliseconds since the epoch. */
export interface Occurrence {
  summary: string;
  start: number;
  /** The first moment after it. */
  end: number;
}

/** What of a calendar is read. */
export interface Reading {
  /** Zone of all-day events and of times that name none, where the calendar itself does not say. */
  timeZone?: string;
  from: number;
  to: number;
}

/** Repetitions that are looked at in one calendar: a daily event of 54 years. */
const MOST_STEPS = 20_000;
const DAY = 86_400_000;

/**
 * Every time between `from` and `to` that an event takes, in order: events that repeat, without their exceptions and
 * with what was moved. What is cancelled does not count. Throws a sentence where anything cannot be understood, so
 * that no event is missed in silence.
 */
export function occurrencesOf(text: string, { timeZone, from, to }: Reading): Occurrence[] {
  const calendars = calendarsIn(text);
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps > MOST_STEPS) throw new Error('its events repeat too often to be read: over 20,000 times');
  };
  const found = calendars.flatMap((calendar) => {
    const said = calendar.getFirstPropertyValue('x-wr-timezone');
    const zone = timeZone ?? (typeof said === 'string' ? said : 'UTC');
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
    const masters = new Set(events.filter((event) => !event.isRecurrenceException()).map(({ uid }) => uid));
    return events.flatMap((event) => {
      // A moved time belongs to its event; one without that event stands for itself.
      if (event.isRecurrenceException() && masters.has(event.uid)) return [];
      return timesOf(event, { zone, from, to, step });
    });
  });
  return found.filter(({ start, end }) => end > from && start < to).toSorted((a, b) => a.start - b.start);
}

function calendarsIn(text: string): ICAL.Component[] {
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text);
  } catch (error) {
    throw new Error(`it is no calendar: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const roots: unknown[] = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  const calendars = roots.filter((root) => Array.isArray(root)).map((root) => new ICAL.Component(root));
  if (calendars.length === 0 || calendars.some(({ name }) => name !== 'vcalendar')) {
    throw new Error('it is no calendar: it does not begin with BEGIN:VCALENDAR');
  }
  return calendars;
}

interface Walk {
  zone: string;
  from: number;
  to: number;
  /** Counts one more repetition. */
  step: () => void;
}

function timesOf(event: ICAL.Event, { zone, from, to, step }: Walk): Occurrence[] {
  if (!event.isRecurring())
    return cancelled(event) ? [] : [timeOf(event, event.startDate, event.endDate, zone)];
  const found: Occurrence[] = [];
  const length = event.duration.toSeconds() * 1000;
  for (const start of startsOf(event)) {
    step();
    // Nothing was moved, and no zone is more than a day away from UTC.
    if (event.exceptions.length === 0 && asIfUtc(start) + length < from - 2 * DAY) continue;
    if (instantOf(start, namedZone(event, 'dtstart'), zone) >= to) break;
    const details: unknown = event.getOccurrenceDetails(start);
    if (!isDetails(details)) throw new Error('an event has a time that cannot be understood');
    const { item, startDate, endDate } = details;
    if (!cancelled(item)) found.push(timeOf(item, startDate, endDate, zone));
  }
  return found;
}

/** What an event is at one of its times. */
interface Details {
  item: ICAL.Event;
  startDate: ICAL.Time;
  endDate: ICAL.Time;
}

/** The types of the library do not say it. */
function isDetails(details: unknown): details is Details {
  if (typeof details !== 'object' || details === null) return false;
  const { item, startDate, endDate }: Partial<Record<keyof Details, unknown>> = details;
  return item instanceof ICAL.Event && startDate instanceof ICAL.Time && endDate instanceof ICAL.Time;
}

/** When it would begin each time, without what was moved; without end where the event has none. */
function* startsOf(event: ICAL.Event): Generator<ICAL.Time> {
  yield* firstOf(event);
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) yield next;
}

/** The first time of an event that repeats on dates of a list alone, which the library leaves out. */
function firstOf({ component, startDate }: ICAL.Event): ICAL.Time[] {
  if (component.hasProperty('rrule')) return [];
  const listed = ['rdate', 'exdate'].flatMap((name) =>
    component.getAllProperties(name).flatMap((property): unknown[] => property.getValues()),
  );
  const named = listed.some((value) => value instanceof ICAL.Time && value.compare(startDate) === 0);
  return named ? [] : [startDate];
}

function asIfUtc({ year, month, day, hour, minute }: ICAL.Time): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

function timeOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, zone: string): Occurrence {
  const begins = instantOf(start, namedZone(event, 'dtstart'), zone);
  const ends = instantOf(end, namedZone(event, 'dtend') ?? namedZone(event, 'dtstart'), zone);
  const summary = event.summary ?? '';
  if (ends < begins) throw new Error(`the event ${JSON.stringify(summary)} ends before it begins`);
  return { summary, start: begins, end: ends };
}

/** The time zone that a line of an event names; its repetitions have lost it. */
function namedZone({ component }: ICAL.Event, line: 'dtstart' | 'dtend'): string | undefined {
  const named = component.getFirstProperty(line)?.getParameter('tzid');
  return typeof named === 'string' ? named : undefined;
}

function cancelled({ component }: ICAL.Event): boolean {
  return component.getFirstPropertyValue('status') === 'CANCELLED';
}
