import { expect, test } from 'vitest';
import type { Entry } from '../../../../web/pages/calendar/entries.ts';
import { weeksOf } from '../../../../web/pages/calendar/weeks.ts';
import { freezing, NOW, run } from './entries.ts';

const weeks = (entries: Entry[], zone = 'UTC') =>
  weeksOf(entries, { from: '2026-11-23', weeks: 2, zone, now: NOW });

test('a freeze over two weeks is a bar in each, and ends on the last day that it touches', () => {
  const [first, second] = weeks([freezing('2026-11-27T18:00Z', '2026-12-01T00:00Z')]);
  expect(first?.bars).toMatchObject([{ first: 4, last: 6, row: 0, begins: true, ends: false }]);
  expect(second?.bars).toMatchObject([{ first: 0, last: 0, row: 0, begins: false, ends: true }]);
});

test('bars of one row share no day, and take the first row that is free', () => {
  const [week] = weeks([
    freezing('2026-11-23T00:00Z', '2026-11-25T12:00Z', { by: 'a' }),
    freezing('2026-11-25T13:00Z', '2026-11-26T13:00Z', { by: 'b' }),
    freezing('2026-11-26T00:00Z', '2026-11-27T00:00Z', { by: 'c' }),
    freezing('2026-11-27T00:00Z', '2026-11-28T00:00Z', { by: 'd' }),
  ]);
  expect(week?.bars.map(({ freeze: { by }, row }) => [by, row])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
    ['d', 0],
  ]);
});

test('what has no room is counted', () => {
  const many = Array.from({ length: 7 }, (_none, index) =>
    freezing('2026-11-24T00:00Z', '2026-11-25T00:00Z', { by: `f${index}` }),
  );
  expect(weeks(many)[0]).toMatchObject({ bars: { length: 4 }, more: 3 });
});

test('runs stand in the day of the zone, those of one schedule together', () => {
  const runs = [run('2026-11-26T23:30Z'), run('2026-11-27T01:00Z'), run('2026-11-27T02:00Z', { name: 'b' })];
  const told = (zone: string) =>
    weeks(runs, zone)[0]?.days.map((day) => day.runs.map(({ first, count }) => `${first.name} ×${count}`));
  expect(told('UTC')?.slice(3, 5)).toEqual([['nightly ×1'], ['nightly ×1', 'b ×1']]);
  expect(told('Europe/Berlin')?.slice(3, 5)).toEqual([[], ['nightly ×2', 'b ×1']]);
});

test('each run is looked up once, not once for each day: there may be thousands', () => {
  let looks = 0;
  const { at, ...rest } = run('2026-11-26T23:30Z');
  const counted = {
    ...rest,
    get at() {
      looks += 1;
      return at;
    },
  };
  expect(weeks([counted])[0]?.days[3]?.runs).toHaveLength(1);
  expect(looks).toBe(1);
});

test('a day is over, today, or to come', () => {
  expect(weeks([])[0]?.days.map(({ when }) => when)).toEqual([
    ...Array<string>(3).fill('past'),
    'today',
    ...Array<string>(3).fill('to come'),
  ]);
});
