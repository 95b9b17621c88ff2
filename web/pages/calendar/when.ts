/** Days and times in words, in a zone of the IANA list. Pure. */
import { addDays, dayOf } from './days.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The time of day: `14:03`. */
export function timeIn(at: number, zone: string): string {
  return formatOf({ hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);
}

/** A day, which is `Today` or `Tomorrow` as well: `Tomorrow, Fri 27 Nov`. Another year is said. */
export function dayInWords(day: string, today: string): string {
  const near = nearness(day, today);
  return near === undefined ? dateOf(day, today) : `${near}, ${dateOf(day, today)}`;
}

/** A moment to the minute: `14:03` of today, else `tomorrow 04:00` or `Sat 28 Nov 04:00`. */
export function momentIn(at: number, zone: string, now: number): string {
  const [day, today] = [dayOf(at, zone), dayOf(now, zone)];
  const time = timeIn(at, zone);
  if (day === today) return time;
  return `${nearness(day, today)?.toLowerCase() ?? dateOf(day, today)} ${time}`;
}

/** A zone with how far it is from UTC at a time: `Europe/Berlin, UTC+1`. */
export function zoneInWords(zone: string, at: number): string {
  if (zone === 'UTC') return 'UTC';
  const parts = formatOf({ timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(at);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  return `${zone.replaceAll('_', ' ')}, ${offset}`;
}

/** The same moment for everybody: `2026-11-27 03:00 UTC`. */
export function inUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function nearness(day: string, today: string): string | undefined {
  if (day === today) return 'Today';
  if (day === addDays(today, 1)) return 'Tomorrow';
  return day === addDays(today, -1) ? 'Yesterday' : undefined;
}

/** A day without what it is to today: `Fri 27 Nov`. Another year is said. */
export function dateOf(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const format = formatOf({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC', ...year });
  return format.format(Date.parse(day)).replace(',', '');
}

/** Making one takes a browser longer than all that is done with it. */
function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options);
  formats.set(key, format);
  return format;
}
