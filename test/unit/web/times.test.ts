/** Times as whoever reads has them: each is made in the zone of this machine, whichever that is. */
import { expect, test } from 'vitest';
import { momentInWords } from '../../../web/parts/moment-in-words.ts';
import { timesOf } from '../../../web/pages/release/split-axis.ts';
import { stepTimes } from '../../../web/pages/release/step-times.ts';

const at = (...[year, month, day, hour = 22, minute = 13, second = 7]: number[]): number =>
  new Date(year ?? 0, month ?? 0, day, hour, minute, second).getTime();
const JANUARY = at(2026, 0, 3);

test('a moment has its day where that is not today, and its year where that is not this one', () => {
  expect(momentInWords(JANUARY, at(2026, 0, 3, 23))).toBe('22:13:07');
  expect(momentInWords(JANUARY, at(2026, 0, 4))).toBe('3 Jan 22:13:07');
  expect(momentInWords(JANUARY, at(2027, 0, 3))).toBe('3 Jan 2026 22:13:07');
  expect(momentInWords(at(2025, 11, 31), at(2026, 0, 1))).toBe('31 Dec 2025 22:13:07');
});

const axis = (...times: number[]): string[] =>
  timesOf(
    times.map((each) => each / 1000),
    (times[0] ?? 0) / 1000,
    (times.at(-1) ?? 0) / 1000,
  );

test('the axis of one day has times of day alone, with seconds where they are close', () => {
  expect(axis(at(2026, 0, 3, 10, 0, 0), at(2026, 0, 3, 11, 0, 0))).toEqual(['10:00', '11:00']);
  expect(axis(at(2026, 0, 3, 10, 0, 0), at(2026, 0, 3, 10, 0, 30))).toEqual(['10:00:00', '10:00:30']);
});

test('the axis of several days has the day below the first time of each', () => {
  expect(axis(at(2026, 0, 3), at(2026, 0, 4), at(2026, 0, 5))).toEqual([
    '22:13\n3 Jan',
    '22:13\n4 Jan',
    '22:13\n5 Jan',
  ]);
  expect(axis(at(2026, 0, 3, 23, 50), at(2026, 0, 3, 23, 55), at(2026, 0, 4, 0, 0))).toEqual([
    '23:50\n3 Jan',
    '23:55',
    '00:00\n4 Jan',
  ]);
  const year = axis(at(2025, 0, 3), at(2026, 0, 3));
  expect(year).toEqual(['22:13\n3 Jan', '22:13\n3 Jan']);
});

test('a step says when it began and ended, and one that has not begun says nothing', () => {
  const step = { kind: 'bake', label: 'bake', state: 'done' as const, startedAt: JANUARY };
  const now = JANUARY + 60_000;
  expect(stepTimes({ ...step, finishedAt: JANUARY + 9000 }, now)).toEqual({
    took: '9.0s',
    at: JANUARY,
    said: 'Began 22:13:07, ended 22:13:16',
  });
  expect(stepTimes({ ...step, state: 'running' }, now)).toMatchObject({
    took: '1m',
    said: 'Began 22:13:07',
  });
  expect(stepTimes({ kind: 'bake', label: 'bake', state: 'waiting' }, now)).toBeUndefined();
});
