import { expect, test } from 'vitest';
import { faultCost } from '../../../../analysis/ramp/fault-cost.ts';
import { firstWeight } from '../../../../analysis/ramp/first-weight.ts';
import { errorMetric, settings } from '../release.ts';

const ramp = { budget: 50, from: 0.01, to: 0.5, maxFactor: 5 };
const times = { blockSeconds: 10, undoSeconds: 5 };
const first = (perSecond: number, more = {}): number =>
  firstWeight(
    [errorMetric()],
    { errors: { perSecond, rates: [0.01] } },
    settings,
    { ...ramp, ...more },
    times,
  );

test('a ramp begins with what was asked for where the traffic is small, or not known', () => {
  expect(first(20)).toBeCloseTo(0.01, 9);
  expect(firstWeight([errorMetric()], {}, settings, ramp, times)).toBeCloseTo(0.01, 9);
});

test('it begins smaller where a total failure would cost more than the budget, so that it never does', () => {
  const share = first(2000);
  const { margin, burstDivisor } = errorMetric();
  const load = { perSecond: 2000, badRate: 0.01, margin, burstDivisor, level: settings.alpha, ...times };
  expect(faultCost(load, 100, share)).toBeLessThanOrEqual(50);
  expect(faultCost(load, 100, share + 0.0001)).toBeGreaterThan(50);
  // The router can hold nothing less.
  expect(first(1e9)).toBe(0.0001);
});

test('lateBudget makes it smaller, a metric that nothing needs does not', () => {
  expect(first(20, { lateBudget: 1 })).toBeCloseTo(0.0033, 9);
  const other = errorMetric({ name: 'other', required: false });
  const past = { errors: { perSecond: 20, rates: [0.01] }, other: { perSecond: 1e6, rates: [0.01] } };
  expect(firstWeight([errorMetric(), other], past, settings, ramp, times)).toBeCloseTo(0.01, 9);
});
