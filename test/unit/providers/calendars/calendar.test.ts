import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CalendarConfig } from '../../../../config/freezes/calendar.ts';
import { openCalendar, type Calendar } from '../../../../providers/calendars/calendar.ts';
import { readInThread } from '../../../../providers/calendars/read-in-thread.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { calendarText } from './calendar-text.ts';

const AHEAD = 86_400_000;
const event = ['SUMMARY:year end', 'DTSTART:20200101T000000Z', 'DTEND:20400101T000000Z'];
let folder: TemporaryFolder;
let server: Server;
let answer: { status: number; body: string };
let asked: string[];
const open: Calendar[] = [];

beforeEach(async () => {
  folder = await temporaryFolder('calendar');
  asked = [];
  answer = { status: 200, body: calendarText([event]) };
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  server.close();
  await once(server, 'close');
  await folder.remove();
});

function read(from: CalendarConfig['from']): Calendar {
  const environment = { CALENDAR_KEY: 'private-4711' };
  const calendar = openCalendar({ name: 'holidays', from, lanes: ['*@production'] }, AHEAD, {
    dataFolder: folder.path,
    environment,
    log: pino({ level: 'silent' }),
  });
  open.push(calendar);
  return calendar;
}

function url(): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}/\${env:CALENDAR_KEY}.ics`;
}

test('its events are freezes of its lanes', async () => {
  const known = await read({ url: url() }).known();
  expect(known).toMatchObject({ name: 'holidays', lanes: ['*@production'] });
  expect(known.freezes).toEqual([
    {
      by: 'calendar holidays',
      lanes: ['*@production'],
      reason: 'year end',
      start: Date.UTC(2020, 0, 1),
      end: Date.UTC(2040, 0, 1),
    },
  ]);
  expect(known.failed).toBeUndefined();
  expect(asked).toEqual(['/private-4711.ics']);
});

test('one that cannot be reached counts by its last copy, over a restart', async () => {
  const before = await read({ url: url() }).known();
  answer = { status: 503, body: '' };
  const known = await read({ url: url() }).known();
  expect(known.freezes).toEqual(before.freezes);
  expect(known.readAt).toBe(before.readAt);
  expect(known.failed).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/\*\*\*\.ics was answered with 503\.$/);
  expect(await readFile(join(folder.path, 'calendars', 'holidays.json'), 'utf8')).not.toContain(
    'private-4711',
  );
});

test('what answers with something else than a calendar has not been read', async () => {
  await read({ url: url() }).known();
  answer = { status: 200, body: '<html>sign in</html>' };
  const known = await read({ url: url() }).known();
  expect(known.freezes).toHaveLength(1);
  expect(known.failed).toMatch(/^it is no calendar/);
});

test('a copy from another place does not count', async () => {
  await read({ url: url() }).known();
  const file = join(folder.path, 'other.ics');
  const known = await read({ file }).known();
  expect(known).toMatchObject({ freezes: [], readAt: null });
  expect(known.failed).toContain(file);
});

test('a file is read as a URL is, and a copy that was cut off counts as none', async () => {
  const file = join(folder.path, 'freezes.ics');
  await writeFile(file, calendarText([event]));
  expect((await read({ file }).known()).freezes).toHaveLength(1);
  await writeFile(join(folder.path, 'calendars', 'holidays.json'), '{"from":"');
  await rm(file);
  expect(await read({ file }).known()).toMatchObject({ freezes: [], readAt: null });
});

test('an event that never comes does not keep anything waiting', async () => {
  const never = [
    'SUMMARY:never',
    'DTSTART:20260101T000000Z',
    'DURATION:PT1H',
    'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  ];
  const text = calendarText([never]);
  await expect(readInThread({ text, from: 0, to: 1 }, 500)).rejects.toThrow(
    'it was not understood within 0.5 s: an event may repeat in a way that never comes',
  );
});
