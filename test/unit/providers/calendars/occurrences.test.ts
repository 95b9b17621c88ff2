import { describe, expect, test } from 'vitest';
import { occurrencesOf } from '../../../../providers/calendars/occurrences.ts';
import { calendarText, OFFICE_BERLIN } from './calendar-text.ts';

const year = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };

function read(text: string, timeZone?: string): string[] {
  return occurrencesOf(text, { ...year, ...(timeZone === undefined ? {} : { timeZone }) }).map(
    ({ summary, start, end }) => `${summary}: ${iso(start)} to ${iso(end)}`,
  );
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(':00.000Z', 'Z');
}

const weekend = [
  'UID:weekend',
  'SUMMARY:weekend',
  'DTSTART;TZID=Europe/Berlin:20260313T180000',
  'DTEND;TZID=Europe/Berlin:20260316T080000',
];

// Every case is one event, or one event with its exceptions; `said` is what it means in UTC.
const cases: { what: string; events: string[][]; head?: string[]; zone?: string; said: string[] }[] = [
  {
    what: 'a time in UTC',
    events: [['SUMMARY:a', 'DTSTART:20260301T100000Z', 'DTEND:20260301T110000Z']],
    said: ['a: 2026-03-01T10:00Z to 2026-03-01T11:00Z'],
  },
  {
    what: 'a duration instead of an end',
    events: [['SUMMARY:a', 'DTSTART:20260301T100000Z', 'DURATION:PT90M']],
    said: ['a: 2026-03-01T10:00Z to 2026-03-01T11:30Z'],
  },
  {
    what: 'a week that repeats goes by the clock on the wall over the change of the clocks',
    events: [[...weekend, 'RRULE:FREQ=WEEKLY;COUNT=3']],
    said: [
      'weekend: 2026-03-13T17:00Z to 2026-03-16T07:00Z',
      'weekend: 2026-03-20T17:00Z to 2026-03-23T07:00Z',
      // The clocks go forward in the night of Sunday, 29 March: it ends an hour earlier.
      'weekend: 2026-03-27T17:00Z to 2026-03-30T06:00Z',
    ],
  },
  {
    what: 'one time is taken out, one is moved, one is cancelled',
    events: [
      [...weekend, 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20260320T180000'],
      [
        'UID:weekend',
        'SUMMARY:moved',
        'RECURRENCE-ID;TZID=Europe/Berlin:20260327T180000',
        'DTSTART;TZID=Europe/Berlin:20260327T200000',
        'DTEND;TZID=Europe/Berlin:20260330T080000',
      ],
      [
        'UID:weekend',
        'STATUS:CANCELLED',
        'RECURRENCE-ID;TZID=Europe/Berlin:20260403T180000',
        'DTSTART;TZID=Europe/Berlin:20260403T180000',
        'DTEND;TZID=Europe/Berlin:20260406T080000',
      ],
    ],
    said: [
      'weekend: 2026-03-13T17:00Z to 2026-03-16T07:00Z',
      'moved: 2026-03-27T19:00Z to 2026-03-30T06:00Z',
    ],
  },
  {
    what: 'dates of a list beside the first one',
    events: [['SUMMARY:a', 'DTSTART:20260301T100000Z', 'DURATION:PT1H', 'RDATE:20260305T100000Z']],
    said: ['a: 2026-03-01T10:00Z to 2026-03-01T11:00Z', 'a: 2026-03-05T10:00Z to 2026-03-05T11:00Z'],
  },
  {
    what: 'whole days are days of the zone that the calendar says',
    events: [['SUMMARY:days', 'DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227']],
    head: ['X-WR-TIMEZONE:America/New_York'],
    said: ['days: 2026-12-24T05:00Z to 2026-12-27T05:00Z'],
  },
  {
    what: 'the zone of the settings comes first',
    events: [['SUMMARY:days', 'DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227']],
    head: ['X-WR-TIMEZONE:America/New_York'],
    zone: 'Europe/Berlin',
    said: ['days: 2026-12-23T23:00Z to 2026-12-26T23:00Z'],
  },
  {
    what: 'a whole day without an end is one day, also one of 23 hours',
    events: [['SUMMARY:day', 'DTSTART;VALUE=DATE:20260329']],
    zone: 'Europe/Berlin',
    said: ['day: 2026-03-28T23:00Z to 2026-03-29T22:00Z'],
  },
  {
    what: 'a time without a zone is in that of the settings',
    events: [['SUMMARY:a', 'DTSTART:20260701T180000', 'DTEND:20260701T190000']],
    zone: 'Europe/Berlin',
    said: ['a: 2026-07-01T16:00Z to 2026-07-01T17:00Z'],
  },
  {
    what: 'a zone that only the calendar knows',
    events: [
      [
        'SUMMARY:office',
        'DTSTART;TZID=Office Berlin:20260328T180000',
        'DTEND;TZID=Office Berlin:20260328T190000',
        'RRULE:FREQ=DAILY;COUNT=2',
      ],
    ],
    head: OFFICE_BERLIN,
    said: [
      'office: 2026-03-28T17:00Z to 2026-03-28T18:00Z',
      'office: 2026-03-29T16:00Z to 2026-03-29T17:00Z',
    ],
  },
  {
    what: 'an end in another zone than the begin',
    events: [
      [
        'SUMMARY:flight',
        'DTSTART;TZID=Europe/Berlin:20260701T120000',
        'DTEND;TZID=America/New_York:20260701T140000',
      ],
    ],
    said: ['flight: 2026-07-01T10:00Z to 2026-07-01T18:00Z'],
  },
  {
    what: 'a begin that the clocks leave out is as much later, one that comes twice is the first',
    events: [
      ['SUMMARY:gap', 'DTSTART;TZID=Europe/Berlin:20260329T023000', 'DURATION:PT2H'],
      ['SUMMARY:twice', 'DTSTART;TZID=Europe/Berlin:20261025T023000', 'DURATION:PT3H'],
    ],
    said: ['gap: 2026-03-29T01:30Z to 2026-03-29T02:30Z', 'twice: 2026-10-25T00:30Z to 2026-10-25T04:30Z'],
  },
  {
    what: 'what began before and goes on counts, what is over does not',
    events: [
      ['SUMMARY:on', 'DTSTART:20251220T000000Z', 'DTEND:20260105T000000Z'],
      ['SUMMARY:over', 'DTSTART:20251201T000000Z', 'DTEND:20260101T000000Z'],
    ],
    said: ['on: 2025-12-20T00:00Z to 2026-01-05T00:00Z'],
  },
  {
    what: 'a moved time whose event is not in the file stands for itself',
    events: [
      [
        'SUMMARY:orphan',
        'RECURRENCE-ID:20260720T180000Z',
        'DTSTART:20260720T200000Z',
        'DTEND:20260720T210000Z',
      ],
    ],
    said: ['orphan: 2026-07-20T20:00Z to 2026-07-20T21:00Z'],
  },
  {
    what: 'an event that is cancelled',
    events: [['SUMMARY:off', 'STATUS:CANCELLED', 'DTSTART:20260720T180000Z', 'DURATION:PT1H']],
    said: [],
  },
];

describe('events of a calendar are times', () => {
  test.each(cases)('$what', ({ events, head, zone, said }) => {
    expect(read(calendarText(events, head), zone)).toEqual(said);
  });
});

describe('what cannot be understood is refused, and never left out in silence', () => {
  test.each([
    ['<html>sign in</html>', /^it is no calendar/],
    ['BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD', 'it is no calendar: it does not begin with BEGIN:VCALENDAR'],
    [
      calendarText([['SUMMARY:a', 'DTSTART;TZID=Office Berlin:20260328T180000', 'DURATION:PT1H']]),
      'it names the time zone "Office Berlin" and does not describe it',
    ],
    [
      calendarText([['SUMMARY:a', 'DTSTART:20260301T100000Z', 'DTEND:20260301T090000Z']]),
      /ends before it begins/,
    ],
    [
      calendarText([['SUMMARY:a', 'DTSTART:20000101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']]),
      'its events repeat too often to be read: over 20,000 times',
    ],
  ])('%s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
