/** When a schedule runs. Pure: as Temporal's server decides it, which compares with the clock on the wall. */
import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';

/** One run, or one that the clocks take away. Times are milliseconds since the epoch. */
export interface Run {
  /** When it runs; of a time that the clocks leave out, when they do. */
  at: number;
  /** What the clocks do to it: it does not happen, or happens twice. Left out: nothing. */
  clocks?: 'left out' | 'first of two' | 'second of two';
}

/** How far ahead is looked: a schedule may wait for a 29 February. */
const YEARS = 9;

/**
 * The next times of a schedule after `from`, in order, at most `count` of those that happen. A time that the clocks
 * leave out is among them, and does not run; one that comes twice runs twice.
 */
export function nextRuns(cron: string, timeZone: string, from: number, count: number): Run[] {
  // On a clock that no zone moves; what a zone makes of it comes after.
  const pattern = new Cron(cron, { timezone: 'UTC' });
  const limit = from + YEARS * 366 * 86_400_000;
  const runs: Run[] = [];
  let cursor: Date | null = new Date(wallClock(from, timeZone) - 4 * 3_600_000);
  let until = Number.POSITIVE_INFINITY;
  for (;;) {
    cursor = pattern.nextRun(cursor);
    if (cursor === null || cursor.getTime() > limit) break;
    const found = inZone(cursor, timeZone);
    // Of times that come twice, all come for the first time before one of them comes for the second.
    if (found.every(({ at }) => at > until)) break;
    runs.push(...found.filter(({ at }) => at > from));
    runs.sort((a, b) => a.at - b.at);
    until = runs.filter(happens)[count - 1]?.at ?? until;
  }
  return runs.filter(({ at }) => at <= until);
}

/** Whether a time is one at which something runs. */
export function happens({ clocks }: Run): boolean {
  return clocks !== 'left out';
}

/** A run that the clocks do something to, in words; undefined where they do not. */
export function describeClocks({ clocks }: Run): string | undefined {
  switch (clocks) {
    case 'left out':
      return 'does not run: the clocks leave this time out';
    case 'first of two':
      return 'runs twice: the clocks go back, this is the first';
    case 'second of two':
      return 'runs twice: the clocks have gone back, this is the second';
    case undefined:
      return undefined;
  }
}

function inZone(wall: Date, timeZone: string): Run[] {
  const local = Temporal.Instant.fromEpochMilliseconds(wall.getTime())
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return [{ at: earlier.epochMilliseconds }];
  if (!earlier.toPlainDateTime().equals(local)) return [{ at: later.epochMilliseconds, clocks: 'left out' }];
  return [
    { at: earlier.epochMilliseconds, clocks: 'first of two' },
    { at: later.epochMilliseconds, clocks: 'second of two' },
  ];
}

/** What the clock on the wall shows, as if it were UTC. */
function wallClock(at: number, timeZone: string): number {
  const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return shown.toZonedDateTime('UTC').epochMilliseconds;
}
