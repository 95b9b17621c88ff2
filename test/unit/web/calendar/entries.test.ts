import { expect, test } from 'vitest';
import type { FreezeList, FreezeView } from '../../../../api/wire/freeze.ts';
import type { ScheduleView } from '../../../../api/wire/schedule.ts';
import { readAsked } from '../../../../web/pages/calendar/asked.ts';
import { freezingsOf, notReadYet, runsOf, shownOf } from '../../../../web/pages/calendar/entries.ts';
import { meets } from '../../../../web/pages/calendar/meets.ts';
import { closesAt, windowsOf } from '../../../../web/pages/calendar/windows.ts';
import { lane, running } from '../lanes.ts';
import { at, freezing, NOW, run } from './entries.ts';

function made(id: string, from: string, to: string, more: Partial<FreezeView> = {}): FreezeView {
  return {
    id,
    lanes: ['*@production'],
    reason: 'why',
    owner: 'ann',
    start: at(from),
    end: at(to),
    state: 'coming',
    createdBy: 'ann',
    endedBy: null,
    ...more,
  };
}

function schedule(next: ScheduleView['next']): ScheduleView {
  return {
    lane: 'shop.production',
    name: 'nightly',
    origin: 'file',
    createdBy: 'file',
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    version: 'latest',
    paused: false,
    note: '',
    next,
    last: null,
    runs: 0,
    missed: 0,
    skipped: 0,
  };
}

const calendars: FreezeList['calendars'] = [
  {
    name: 'holidays',
    lanes: ['*@*'],
    readAt: 1,
    next: [{ reason: 'Christmas', start: at('2026-12-25T00:00Z'), end: at('2026-12-26T00:00Z') }],
  },
];

test('freezes of people and of calendars stand in one order, and only what people made and is not over can be ended', () => {
  const found = freezingsOf({
    freezes: [
      made('f3', '2026-12-26T00:00Z', '2026-12-27T00:00Z'),
      made('f2', '2026-11-26T00:00Z', '2026-11-26T00:00Z', { state: 'over' }),
      made('f1', '2026-11-20T00:00Z', '2026-11-21T00:00Z', { state: 'over' }),
    ],
    calendars,
  });
  expect(found.map(({ by, id }) => [by, id])).toEqual([
    ['f1', undefined],
    ['calendar holidays', undefined],
    ['f3', 'f3'],
  ]);
});

test('a run says what freezes its lane then, unless the clocks leave it out', () => {
  const freezes = [freezing('2026-11-27T00:00Z', '2026-11-28T00:00Z')];
  const runs = runsOf(
    [
      schedule([
        { at: at('2026-11-26T23:59Z') },
        { at: at('2026-11-27T00:00Z') },
        { at: at('2026-11-27T02:30Z'), clocks: 'does not run: the clocks leave this time out' },
        { at: at('2026-11-28T00:00Z') },
      ]),
    ],
    freezes,
  );
  expect(runs.map(({ frozen }) => frozen?.by)).toEqual([undefined, 'f1', undefined, undefined]);
});

test.each([
  ['*@production', 'shop@production', true],
  ['shop@*', 'shop@production', true],
  ['shop.production', 'shop@production', true],
  ['webshop.production', 'shop@production', false],
  ['shop@staging', '*@production', false],
  ['cart@production', 'shop@', false],
  ['webshop.production', 'SHOP ', true],
  ['cart.staging', 'prod', false],
  ['*@production', 'anything', true],
  ['cart.staging', '', true],
])('of %s, somebody who looks for %j sees it: %s', (pattern, asked, seen) => {
  expect(meets(pattern, asked)).toBe(seen);
});

test('an address narrows it, and what an address does not know is left out', () => {
  const asked = readAsked(
    new URLSearchParams('kind=freezes&lane=a@b&zone=utc&from=2026-12-24'),
    'Asia/Tokyo',
    NOW,
  );
  expect(asked).toEqual({ kind: 'freezes', lane: 'a@b', zone: 'UTC', from: '2026-12-21' });
  const none = readAsked(new URLSearchParams('kind=x&from=2026-99-99'), 'Asia/Tokyo', NOW);
  expect(none).toEqual({ kind: 'all', lane: '', zone: 'Asia/Tokyo', from: '2026-11-23' });
  const entries = [freezing('2026-11-27T00:00Z', '2026-11-28T00:00Z'), run('2026-11-27T01:00Z')];
  expect(shownOf(entries, { lane: '', kind: 'schedules' })).toEqual([entries[1]]);
  expect(shownOf(entries, { lane: 'x@production', kind: 'all' })).toEqual([entries[0]]);
});

test('the lanes of which nobody knows when come first, then the frozen ones, each with what stands still for it', () => {
  const hold = { reason: 'freeze', since: 1 };
  const board = new Map([['shop.production', lane({ running: running({ phase: 'holding', hold }) })]]);
  const found = windowsOf(
    [
      { lane: 'a.production', frozen: null, nextAllowed: NOW },
      { lane: 'shop.production', frozen: 'f1', nextAllowed: NOW + 1 },
      { lane: 'x.production', frozen: 'calendar c cannot be read', nextAllowed: null },
    ],
    board,
    '',
  );
  expect(found).toMatchObject([
    { lane: 'x@production', word: 'frozen', next: undefined },
    { lane: 'shop@production', word: 'frozen', next: NOW + 1, waits: { version: 'v2' } },
    { lane: 'a@production', word: 'open', tone: 'quiet', why: '' },
  ]);
});

test('what has not been read yet is said, so that nothing is taken for none', () => {
  expect(notReadYet({}, 'all')).toBe('Not read yet.');
  expect(notReadYet({ schedules: [] }, 'schedules')).toBe('Not read yet.');
  expect(notReadYet({ freezes: {} }, 'all')).toBe('The schedules are not read yet.');
  expect(notReadYet({ freezes: {} }, 'freezes')).toBeUndefined();
  expect(notReadYet({ freezes: {}, schedules: [] }, 'all')).toBeUndefined();
});

test('a window closes with the next freeze of the lane', () => {
  const freezes = [
    freezing('2026-11-26T00:00Z', '2026-11-26T06:00Z'),
    freezing('2026-11-27T00:00Z', '2026-11-28T00:00Z', { lanes: ['cart@production'] }),
    freezing('2026-11-29T00:00Z', '2026-11-30T00:00Z'),
  ];
  expect(closesAt('shop@production', at('2026-11-26T06:00Z'), freezes)).toBe(at('2026-11-29T00:00Z'));
  expect(closesAt('shop@staging', NOW, freezes)).toBeUndefined();
});
