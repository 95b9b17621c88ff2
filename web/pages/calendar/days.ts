/** Days as a clock on some wall has them, written `2026-12-24`. Zones are names of the IANA list. Pure. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day on which a moment, milliseconds since the epoch, falls in a zone. */
export function dayOf(at: number, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    // Swedes write a date as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
    formats.set(zone, format);
  }
  return format.format(at);
}

/** The first moment of a day in a zone. It is looked for, since clocks may leave out midnight. */
export function startOf(day: string, zone: string): number {
  const midnight = Date.parse(day);
  let before = midnight - 15 * HOUR;
  let from = midnight + 13 * HOUR;
  while (from - before > MINUTE) {
    const middle = before + Math.floor((from - before) / 2 / MINUTE) * MINUTE;
    if (dayOf(middle, zone) < day) before = middle;
    else from = middle;
  }
  return from;
}

/** So many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 24 * HOUR).toISOString().slice(0, 10);
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** What the clocks do to a day; undefined where it has 24 hours. */
export function clocksOf(day: string, zone: string): string | undefined {
  const hours = (startOf(addDays(day, 1), zone) - startOf(day, zone)) / HOUR;
  if (hours === 24) return undefined;
  return `clocks go ${hours < 24 ? 'forward' : 'back'}: ${hours} hours`;
}

/** Whether a stretch of time begins and ends with days. */
export function isAllDay({ start, end }: { start: number; end: number }, zone: string): boolean {
  return end > start && [start, end].every((at) => startOf(dayOf(at, zone), zone) === at);
}
