/** A calendar with these events, each as its lines without BEGIN and END; `head`: lines of the calendar itself. */
export function calendarText(events: readonly string[][], head: readonly string[] = []): string {
  const lines = events.flatMap((event, index) => [
    'BEGIN:VEVENT',
    ...(event.some((line) => line.startsWith('UID:')) ? [] : [`UID:event-${index}`]),
    'DTSTAMP:20260101T000000Z',
    ...event,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...head, ...lines, 'END:VCALENDAR'].join(
    '\r\n',
  );
}

/** A zone as Outlook describes it, by a name that no list of zones has. */
export const OFFICE_BERLIN = [
  'BEGIN:VTIMEZONE',
  'TZID:Office Berlin',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];
