/** Calendars whose events are freezes. */
import type { z } from 'zod';
import { filePath, secretUrl } from './addresses.ts';
import { lanePattern } from './lane-pattern.ts';
import { list, mapping } from './mapping.ts';
import { name } from './name.ts';
import { timeZone } from './time-zone.ts';

const calendar = mapping({
  name: name.meta({ description: 'What it is called where it freezes something.' }),
  url: secretUrl(
    'Where it is. Calendars with a secret address: ${env:NAME} or ${file:PATH}.',
    'https://calendar.example.com/freezes.ics',
  ).exactOptional(),
  file: filePath('An iCalendar file, instead of a URL.').exactOptional(),
  lanes: list(lanePattern('A pattern of lanes.'), 100)
    .prefault(['*@*'])
    .meta({ description: 'Which lanes its events freeze. Default: all.' }),
  timeZone: timeZone(
    'Zone of all-day events and of times that name none. Default: what the calendar says, else UTC.',
  ).exactOptional(),
}).refine(({ url, file }) => (url === undefined) !== (file === undefined), {
  // An unknown key may be a misspelt one of the two.
  when: ({ issues }) => issues.length === 0,
  params: { message: 'the calendar needs one place that it is read from', expected: 'url or file' },
});

/** What is frozen, and by what. */
export const freezes = mapping({
  calendars: list(calendar, 20)
    .refine((all) => new Set(all.map((each) => each.name)).size === all.length, {
      params: { message: 'two calendars have the same name', expected: 'a name of its own for each' },
    })
    .meta({ description: 'Calendars (iCalendar, RFC 5545) each of whose events is a freeze.' }),
}).meta({ description: 'Times in which no traffic is raised.' });

/** The freezes as they were read. */
export type FreezesInput = z.output<typeof freezes>;
