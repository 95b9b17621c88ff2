/** A time of day as people here read it. Pure. */

/**
 * A moment in words, both in milliseconds since the epoch: its time in the zone of whoever reads, with its day where
 * that is not the day of `now`, and with its year where that is another one.
 */
export function momentInWords(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  const time = TIME.format(date);
  if (date.toDateString() === today.toDateString()) return time;
  const day = date.getFullYear() === today.getFullYear() ? DAY : DAY_OF_YEAR;
  return `${day.format(date)} ${time}`;
}

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
