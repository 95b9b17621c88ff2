import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/**
 * The moment of a time in a calendar, in milliseconds since the epoch. `named`: the TZID that it was written with;
 * `usual`: the zone of days and of times without any. A zone that the world knows is taken as the world has it now,
 * any other as the calendar describes it. A time that the clocks leave out is as much later, one that comes twice is
 * the first. Throws where the zone is not known.
 */
export function instantOf(time: ICAL.Time, named: string | undefined, usual: string): number {
  const { zone } = time;
  if (zone === ICAL.Timezone.utcTimezone) return time.toUnixTime() * 1000;
  const described = zone !== null && zone !== ICAL.Timezone.localTimezone ? zone : undefined;
  const name = described?.tzid ?? named ?? usual;
  if (isTimeZone(name)) return inZone(time, name);
  if (described === undefined)
    throw new Error(`it names the time zone ${JSON.stringify(name)} and does not describe it`);
  return time.toUnixTime() * 1000;
}

function inZone({ year, month, day, hour, minute, second, isDate }: ICAL.Time, timeZone: string): number {
  const date = Temporal.PlainDate.from({ year, month, day });
  if (isDate) return date.toZonedDateTime(timeZone).epochMilliseconds;
  // A leap second is the last second of its minute.
  const local = date.toPlainDateTime({ hour, minute, second: Math.min(59, second) });
  return local.toZonedDateTime(timeZone).epochMilliseconds;
}

const known = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  let is = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    is = false;
  }
  known.set(name, is);
  return is;
}
