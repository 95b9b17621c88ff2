import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowedWeight, lateCap, roundDown, uncoverable } from '../../../../analysis/ramp/allowed.ts';
import { faultCost, type Load } from '../../../../analysis/ramp/fault-cost.ts';
import { faultsLeft, isCleared, type Shown } from '../../../../analysis/ramp/faults.ts';
import { errorMetric } from '../release.ts';

const load: Load = {
  perSecond: 200,
  badRate: 0.01,
  margin: 1.25,
  burstDivisor: 1,
  level: 0.01,
  blockSeconds: 10,
  undoSeconds: 5,
};
const metric = errorMetric();
const ramp = { budget: 50, to: 0.5 };
const nothing: Shown = { bound: null, rateBound: 1 };

function allowed(shown: Shown, changes: Partial<Load> = {}, granularity = 0.0001, budget = 50): number {
  const faults = faultsLeft(metric, { ...load, ...changes }, shown);
  return allowedWeight(faults, { ...ramp, budget }, granularity);
}

describe('what is left to be paid for', () => {
  test.each<{ shown: Shown; ratios: number[] }>([
    { shown: { bound: null, rateBound: 0.3 }, ratios: [30] },
    { shown: { bound: 10, rateBound: 0.3 }, ratios: [2, 3, 5, 10] },
    { shown: { bound: 5, rateBound: 1 }, ratios: [2, 3, 5] },
    { shown: { bound: 3, rateBound: 1 }, ratios: [2, 3] },
    { shown: { bound: 2, rateBound: 1 }, ratios: [] },
    { shown: { bound: 1.5, rateBound: 1 }, ratios: [] },
    // What nobody minds is all that is left, as of a service without errors.
    { shown: { bound: null, rateBound: 0.001 }, ratios: [] },
    { shown: { bound: null, rateBound: 0.01 }, ratios: [] },
  ])('$shown leaves $ratios', ({ shown, ratios }) => {
    expect(faultsLeft(metric, load, shown).map(({ ratio }) => Math.round(ratio))).toEqual(ratios);
  });

  test('no ratio is paid for at which more than all requests would fail', () => {
    const often = { ...load, badRate: 0.3 };
    expect(faultsLeft(metric, often, { bound: 10, rateBound: 1 }).map(({ ratio }) => ratio)).toEqual([2, 3]);
  });

  test('a metric is cleared at its safe margin, or below what nobody minds', () => {
    expect(isCleared(metric, { bound: 2, rateBound: 1 })).toBe(true);
    expect(isCleared(metric, { bound: 3, rateBound: 0.002 })).toBe(false);
    expect(isCleared(metric, { bound: null, rateBound: 0.001 })).toBe(true);
    expect(isCleared(errorMetric({ negligible: 0 }), { bound: null, rateBound: 0.001 })).toBe(false);
  });
});

describe('the allowed weight', () => {
  test('bears a total failure of the whole budget and no more', () => {
    const weight = allowed(nothing);
    const [fault] = faultsLeft(metric, load, nothing);
    const ratio = fault?.ratio ?? 0;
    expect(faultCost(load, ratio, weight)).toBeLessThanOrEqual(50);
    expect(faultCost(load, ratio, weight + 0.0001)).toBeGreaterThan(50);
    expect(weight).toBeCloseTo(0.0101, 4);
  });

  test('has no limit once the safe margin is shown', () => {
    expect(allowed({ bound: 2, rateBound: 1 })).toBe(0.5);
  });

  test('a ratio that no weight keeps within the budget is borne at 1.25 times its least cost, and named', () => {
    const bursts = { ...load, burstDivisor: 6 };
    const faults = faultsLeft(metric, bursts, { bound: 2.5, rateBound: 1 });
    const [named, ...others] = uncoverable(faults, ramp, 0.0001);
    expect(others).toEqual([]);
    expect(named).toMatchObject({ metric: 'errors', ratio: 2 });
    expect(named?.cost).toBeGreaterThan(200);
    const weight = allowedWeight(faults, ramp, 0.0001);
    expect(faultCost(bursts, 2, weight)).toBeLessThanOrEqual(1.25 * (named?.cost ?? 0));
    expect(weight).toBeGreaterThan(0.05);
  });

  test('what is never stopped is named, and limits nothing', () => {
    const faults = faultsLeft(metric, { ...load, margin: 2 }, { bound: 2.5, rateBound: 1 });
    expect(uncoverable(faults, ramp, 0.0001)).toMatchObject([{ ratio: 2, cost: Infinity }]);
    expect(allowedWeight(faults, ramp, 0.0001)).toBe(0.5);
  });

  test('is a multiple of the granularity up to the top, and grows with what is shown and with the budget', () => {
    const order: Shown[] = [
      ...[1, 0.9, 0.5, 0.12, 0.05].map((rateBound) => ({ bound: null, rateBound })),
      ...[10, 5, 3, 2].map((bound) => ({ bound, rateBound: 0.05 })),
    ];
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 20_000, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.04, noNaN: true }),
        fc.constantFrom(1, 1.5, 6, 20),
        fc.constantFrom(0.0001, 0.001, 0.01),
        (perSecond, badRate, burstDivisor, granularity) => {
          const changes = { perSecond, badRate, burstDivisor };
          const weights = order.map((shown) => allowed(shown, changes, granularity));
          const ratios = weights.slice(5);
          expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
          for (const weight of weights) {
            expect(weight).toBeGreaterThanOrEqual(granularity);
            expect(weight).toBeLessThanOrEqual(0.5);
            expect(Math.round(weight / granularity) * granularity).toBeCloseTo(weight, 12);
          }
          const more = allowed(nothing, changes, granularity, 100);
          expect(more).toBeGreaterThanOrEqual(allowed(nothing, changes, granularity));
        },
      ),
      { seed: 8, numRuns: 60 },
    );
  });

  test('lateBudget caps it by one block and the undo of a total failure', () => {
    expect(lateCap(200, 150, load, 0.0001)).toBeCloseTo(150 / (200 * 15), 9);
    expect(lateCap(200, 1, load, 0.01)).toBe(0.01);
    expect(lateCap(0, 1, load, 0.01)).toBe(1);
  });

  test('rounds down without losing a step to binary fractions', () => {
    expect(roundDown(0.07, 0.01)).toBeCloseTo(0.07, 12);
    expect(roundDown(0.0799, 0.01)).toBeCloseTo(0.07, 12);
  });
});
