import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatDuration,
  formatPercent,
  formatShare,
  LONGEST,
  parseDuration,
  parsePercent,
  parseShare,
} from '../../../config/units.ts';

describe('durations', () => {
  test.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['2d', 172_800_000],
    ['1m500ms', 60_500],
    ['0s', 0],
    ['365d', LONGEST],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toEqual({ value: milliseconds });
  });

  test.each(['', '90', '-5s', '1.5h', '1h 30m', '30m1h', '1h1h', '5 s', '5sec', '366d', '1e3s', '٣s', 's'])(
    '%j is refused',
    (text) => {
      expect(parseDuration(text)).toHaveProperty('refused');
    },
  );

  test('a bare number is told what it lacks', () => {
    expect(parseDuration('30')).toMatchObject({
      refused: { message: '30 has no unit', hint: 'write 30s for seconds' },
    });
  });

  test('every duration reads back as what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toEqual({ value: milliseconds });
      }),
    );
  });
});

describe('percentages', () => {
  test.each([
    ['5%', 500],
    ['0.01%', 1],
    ['0.29%', 29],
    ['12.50%', 1_250],
    ['100 %', 10_000],
    ['0%', 0],
  ])('%s is %d basis points', (text, points) => {
    expect(parsePercent(text)).toEqual({ value: points });
  });

  test.each(['5', '5 percent', '-1%', '.5%', '5,5%', '100.01%', '1000%', '100.001%', ''])(
    '%j is refused',
    (text) => {
      expect(parsePercent(text)).toHaveProperty('refused');
    },
  );

  test('one that is too fine is told its neighbours', () => {
    expect(parsePercent('0.125%')).toMatchObject({ refused: { hint: 'the nearest are 0.12% and 0.13%' } });
    expect(parsePercent('99.999%')).toMatchObject({ refused: { hint: 'the nearest are 99.99% and 100%' } });
  });

  test('every basis point reads back as what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (points) => {
        expect(parsePercent(formatPercent(points))).toEqual({ value: points });
      }),
    );
  });
});

describe('shares', () => {
  test.each([
    ['0.1%', 0.001],
    ['0.7%', 0.007],
    ['0.000001%', 1e-8],
    ['100%', 1],
  ])('%s is %d', (text, share) => {
    expect(parseShare(text)).toEqual({ value: share });
  });

  test('a number below 1 is told both things that it may mean', () => {
    expect(parseShare('0.001')).toMatchObject({
      refused: { hint: 'write 0.001%, or 0.1% for the share 0.001' },
    });
  });

  test('every share of six decimals of a percent reads back as what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (units) => {
        expect(parseShare(formatShare(units / 1e8))).toEqual({ value: units / 1e8 });
      }),
    );
  });
});
