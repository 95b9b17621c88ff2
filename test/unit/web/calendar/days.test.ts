import { expect, test } from 'vitest';
import {
  addDays,
  clocksOf,
  dayOf,
  isAllDay,
  mondayOf,
  startOf,
} from '../../../../web/pages/calendar/days.ts';

const at = (text: string): number => Date.parse(text);

test('a day begins when the clock on the wall says so', () => {
  expect(startOf('2026-12-24', 'UTC')).toBe(at('2026-12-24T00:00:00Z'));
  expect(startOf('2026-12-24', 'Europe/Berlin')).toBe(at('2026-12-23T23:00:00Z'));
  expect(startOf('2026-12-24', 'Asia/Kolkata')).toBe(at('2026-12-23T18:30:00Z'));
  expect(startOf('2026-12-24', 'Pacific/Kiritimati')).toBe(at('2026-12-23T10:00:00Z'));
  expect(startOf('2026-12-24', 'Pacific/Pago_Pago')).toBe(at('2026-12-24T11:00:00Z'));
  expect(dayOf(at('2026-12-23T23:00:00Z'), 'Europe/Berlin')).toBe('2026-12-24');
  expect(dayOf(at('2026-12-23T22:59:59Z'), 'Europe/Berlin')).toBe('2026-12-23');
});

test('a day whose midnight the clocks leave out begins at the first moment that there is', () => {
  // Cairo goes from 24:00 to 01:00.
  expect(startOf('2026-04-24', 'Africa/Cairo')).toBe(at('2026-04-23T22:00:00Z'));
  expect(clocksOf('2026-04-24', 'Africa/Cairo')).toBe('clocks go forward: 23 hours');
});

test('what the clocks do to a day is said', () => {
  expect(clocksOf('2026-03-29', 'Europe/Berlin')).toBe('clocks go forward: 23 hours');
  expect(clocksOf('2026-10-25', 'Europe/Berlin')).toBe('clocks go back: 25 hours');
  expect(clocksOf('2026-04-05', 'Australia/Lord_Howe')).toBe('clocks go back: 24.5 hours');
  expect(clocksOf('2026-03-28', 'Europe/Berlin')).toBeUndefined();
  expect(clocksOf('2026-03-29', 'UTC')).toBeUndefined();
});

test('days are counted over the ends of months, and weeks begin on Monday', () => {
  expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(['2026-11-23', '2026-11-26', '2026-11-29'].map(mondayOf)).toEqual(Array(3).fill('2026-11-23'));
});

test('whole days are whole in their own zone alone, also where one has 23 hours', () => {
  const easter = { start: at('2026-03-28T23:00:00Z'), end: at('2026-03-29T22:00:00Z') };
  expect(isAllDay(easter, 'Europe/Berlin')).toBe(true);
  expect(isAllDay(easter, 'UTC')).toBe(false);
  expect(isAllDay({ ...easter, end: easter.start }, 'Europe/Berlin')).toBe(false);
});
