import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultCost, lateCost, secondsToStop, type Load } from '../../../../analysis/ramp/fault-cost.ts';

const load: Load = {
  perSecond: 200,
  badRate: 0.01,
  margin: 1.25,
  burstDivisor: 1,
  level: 0.01,
  blockSeconds: 10,
  undoSeconds: 5,
};

describe('what a fault costs before it is stopped', () => {
  test.each([
    // verdict.md §7: at the default margin x2 needs 35 bad stable-equivalents among the candidate's requests.
    { ratio: 2, bad: 35 },
    { ratio: 3, bad: 7.7 },
    { ratio: 5, bad: 2.1 },
    { ratio: 10, bad: 0.5 },
  ])('x$ratio is stopped after $bad bad stable-equivalents', ({ ratio, bad }) => {
    const share = 0.0001;
    const equivalents = secondsToStop({ ...load, blockSeconds: 0.1 }, ratio, share) * 200 * share * 0.01;
    expect(equivalents).toBeCloseTo(bad, bad > 10 ? -1 : 0);
  });

  test('nothing is stopped before a block has ended, and nearly all before two', () => {
    expect(secondsToStop(load, 30, 0.5)).toBe(10);
    expect(secondsToStop(load, 50, 0.5)).toBe(20);
    expect(secondsToStop({ ...load, badRate: 0.25 }, 2, 0.5)).toBe(20);
  });

  test('a cost is the excess for as long as it lasts', () => {
    expect(faultCost(load, 50, 0.01)).toBeCloseTo(200 * 0.01 * 0.01 * 49 * (20 + 5), 9);
    expect(lateCost(load, 0.01)).toBeCloseTo(200 * 0.01 * (10 + 5), 9);
  });

  test('what is no worse than the margin is never stopped, nor is anything without a stable side', () => {
    expect(secondsToStop({ ...load, margin: 2 }, 2, 0.1)).toBe(Infinity);
    expect(faultCost(load, 5, 1)).toBe(Infinity);
  });

  test('costs never fall with traffic, bursts or a slower undo', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 5000, noNaN: true }),
        fc.double({ min: 1e-5, max: 0.2, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
        fc.constantFrom(2, 3, 5),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (perSecond, badRate, share, ratio, more) => {
          const given = { ...load, perSecond, badRate };
          const cost = faultCost(given, ratio, share) * (1 - 1e-9);
          expect(faultCost({ ...given, perSecond: perSecond * more }, ratio, share)).toBeGreaterThanOrEqual(
            cost,
          );
          expect(faultCost({ ...given, burstDivisor: more }, ratio, share)).toBeGreaterThanOrEqual(cost);
          expect(faultCost({ ...given, undoSeconds: 5 * more }, ratio, share)).toBeGreaterThanOrEqual(cost);
        },
      ),
      { seed: 8, numRuns: 200 },
    );
  });
});
