import { describe, expect, test } from 'vitest';
import { difference, type Sample } from '../../../analysis/difference.ts';

const stretch = { from: 1000, to: 2000, gap: false };
const restarted = { ...stretch, processStartedAt: 1500 };

function samples(values: Record<string, number>): Sample[] {
  return Object.entries(values).map(([series, value]) => ({ series, value }));
}

describe('counts between two readings', () => {
  test('are taken by series and then summed', () => {
    expect(difference(samples({ a: 10, b: 5 }), samples({ a: 13, b: 9 }), stretch)).toEqual({
      counts: 7,
      reset: false,
      newSeries: [],
      vanished: [],
    });
  });

  test('leave out a series first seen, unless its process started inside', () => {
    const [before, after] = [samples({ a: 10 }), samples({ a: 12, b: 40 })];
    expect(difference(before, after, stretch)).toMatchObject({ counts: 2, newSeries: ['b'] });
    expect(difference(before, after, { ...stretch, processStartedAt: 900 }).counts).toBe(2);
    expect(difference([], samples({ b: 40 }), restarted)).toMatchObject({ counts: 40, reset: false });
    expect(difference([], samples({ b: 40 }), { ...restarted, gap: true }).counts).toBe(40);
  });

  test('leave out a series that vanished', () => {
    expect(difference(samples({ a: 10, b: 5 }), samples({ a: 11 }), stretch)).toMatchObject({
      counts: 1,
      vanished: ['b'],
    });
  });

  test('go on across a gap without a reset', () => {
    expect(difference(samples({ a: 10 }), samples({ a: 900 }), { ...stretch, gap: true }).counts).toBe(890);
  });
});

describe('a reset', () => {
  const [before, after] = [samples({ a: 100, b: 7 }), samples({ a: 3, b: 9 })];

  test('is counted from 0 when the process is known to have started inside, every series of it', () => {
    expect(difference(before, after, restarted)).toMatchObject({ counts: 12, reset: true });
  });

  test('is no data when the restart is not known', () => {
    expect(difference(before, after, stretch)).toMatchObject({ counts: undefined, reset: true });
    expect(difference(before, after, { ...stretch, processStartedAt: 1000 }).counts).toBeUndefined();
  });

  test('is no data inside a gap, never 0, also where the counter has passed its old value', () => {
    const gap = { ...restarted, gap: true };
    expect(difference(before, after, gap).counts).toBeUndefined();
    expect(difference(samples({ a: 3 }), samples({ a: 9 }), gap)).toMatchObject({
      counts: undefined,
      reset: true,
    });
  });

  test('is not made by a sample that is no number', () => {
    expect(difference(samples({ a: 10 }), samples({ a: NaN }), stretch)).toMatchObject({
      counts: 0,
      reset: false,
      vanished: ['a'],
    });
  });
});
