import { expect, test } from 'vitest';
import { nextMeasurement, type Measured } from '../../../../analysis/rules/due.ts';

const NOW = 1_800_000_000_000;
const ago = (seconds: number): number => NOW - seconds * 1000;
const running = (endedSecondsAgo: number, outcome: 'success' | 'error' = 'success'): Measured => ({
  startedAt: ago(600),
  phase: 'Running',
  last: { endedAt: ago(endedSecondsAgo), outcome },
});

/** Seconds from now to the next measurement. */
function wait(...[pace, measured]: Parameters<typeof nextMeasurement>): number | undefined {
  const next = nextMeasurement(pace, measured);
  return next === undefined ? undefined : (next - NOW) / 1000;
}

test('A15: the interval is counted from the end of the last measurement', () => {
  expect(wait({ interval: 60_000 }, running(50))).toBe(10);
  expect(wait({ interval: 60_000 }, running(61))).toBe(-1);
});

test('A16: a rule that is over, or was stopped with the others, is measured no more', () => {
  expect(wait({ interval: 60_000 }, { ...running(120), phase: 'Failed' })).toBeUndefined();
  expect(wait({}, { startedAt: ago(60), phase: 'Successful' })).toBeUndefined();
});

test('A17: the first measurement waits for the initial delay, without one it is due at once', () => {
  const pending = (seconds: number): Measured => ({ startedAt: ago(seconds), phase: 'Pending' });
  expect(wait({ initialDelay: 20_000 }, pending(10))).toBe(10);
  expect(wait({ initialDelay: 20_000 }, pending(20))).toBe(0);
  expect(wait({ interval: 60_000 }, pending(0))).toBe(0);
});

test('A18: after an error it is measured again in 10 s, with or without an interval', () => {
  expect(wait({}, running(120, 'error'))).toBe(-110);
  expect(wait({ interval: 300_000 }, running(120, 'error'))).toBe(-110);
});

test('A19: when each is measured next', () => {
  expect(wait({ interval: 60_000 }, running(30))).toBe(30);
  expect(wait({ interval: 60_000 }, running(50))).toBe(10);
  expect(wait({ interval: 300_000 }, running(0, 'error'))).toBe(10);
  expect(wait({ initialDelay: 40_000 }, { startedAt: ago(30), phase: 'Pending' })).toBe(10);
});

test('A21: without an interval one answer is all that is asked for', () => {
  expect(wait({}, running(1))).toBeUndefined();
});
