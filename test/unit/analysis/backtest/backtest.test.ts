import { describe, expect, test } from 'vitest';
import { backtest } from '../../../../analysis/backtest/backtest.ts';
import { drawBinomial, seededRandom } from '../../../../analysis/backtest/random.ts';
import { proportionBounds } from '../../../../analysis/backtest/proportion-bounds.ts';
import type { BacktestTerms, StablePast } from '../../../../analysis/backtest/terms.ts';
import { thin } from '../../../../analysis/backtest/thin.ts';
import { errorMetric, settings } from '../release.ts';
import { poisson, uniform } from '../seeded.ts';

const INTERVAL = 10;
const HOURS = 3600 / INTERVAL;

/** So many hours of 200 requests a second, of which 1 % fail, in bursts of this size; `changes` come on top. */
function past(hours: number, burst: number, changes: (at: number) => number = () => 0): StablePast {
  const random = uniform(7);
  const intervals = Array.from({ length: hours * HOURS }, (_, at) => {
    const total = 2000;
    const bad = burst * poisson((total * 0.01) / burst, random) + changes(at);
    return { total, bad: [Math.min(total, bad)] };
  });
  return { start: 0, interval: INTERVAL, metrics: { errors: intervals } };
}

const terms: BacktestTerms = {
  metrics: [errorMetric()],
  given: {},
  settings,
  stages: [
    { share: 0.05, until: 'safe', minRequests: 0, min: 0, max: 1800 },
    { share: 0.5, until: 'safe', minRequests: 0, min: 0, max: 1800 },
  ],
  warmup: 60,
  calibration: 2 * HOURS,
  first: 2 * HOURS,
  last: 3 * HOURS,
};
const runs = { runs: 20, seed: 1, split: 'bursts' } as const;

test('independent errors stop no good release, and prove it safe in minutes', () => {
  const found = backtest(past(4.5, 1), terms, runs);
  expect(found.stopped).toMatchObject({ count: 0, low: 0, byMetric: {} });
  expect(found).toMatchObject({ assumed: 0, burstDivisor: { errors: 1 } });
  const [few, half] = found.stages;
  expect(few).toMatchObject({ share: 0.05, reached: 20, passed: 20 });
  expect(few?.median).toBeGreaterThan(60);
  expect(half?.median).toBeLessThan(few?.median ?? 0);
  expect(few?.ninetieth).toBeGreaterThanOrEqual(few?.median ?? NaN);
});

test('bursts that the calibration has seen stop none either; they only take longer', () => {
  const [calm, bursty] = [past(4.5, 1), past(4.5, 12)].map((each) => backtest(each, terms, runs));
  expect(bursty?.stopped.count).toBe(0);
  expect(bursty?.burstDivisor['errors']).toBeGreaterThan(6);
  expect(bursty?.stages[0]?.median ?? Infinity).toBeGreaterThan(calm?.stages[0]?.median ?? 0);
});

test('a burst divisor that is too small for the bursts stops good releases, and the metric is named', () => {
  const found = backtest(past(4.5, 40), { ...terms, given: { errors: 1 } }, runs);
  expect(found.stopped.count).toBeGreaterThan(3);
  expect(found.stopped.byMetric).toEqual({ errors: found.stopped.count });
  expect(found.stopped.low).toBeGreaterThan(0.02);
  // A release that a weight has stopped came to it, and was not proven there.
  expect(found.stages[0]).toMatchObject({ until: 'safe', reached: 20 });
  expect(found.stages[0]?.passed).toBeLessThan(20);
  expect(
    backtest(past(4.5, 40), { ...terms, given: { errors: 1 } }, { ...runs, split: 'apart' }).stopped.count,
  ).toBeLessThan(found.stopped.count);
});

test('an incident that hits both sides alike stops nothing where each request falls for itself', () => {
  const incident = past(4.5, 1, (at) => (at > 2.5 * HOURS && at < 2.7 * HOURS ? 400 : 0));
  expect(backtest(incident, terms, { ...runs, split: 'apart' }).stopped.count).toBe(0);
});

test('a weight that has too little traffic for its time is not passed', () => {
  const [stage] = terms.stages;
  if (stage === undefined) throw new Error('There is no stage.');
  const short = { ...terms, stages: [{ ...stage, max: 10 }] };
  const [found] = backtest(past(4.5, 1), short, runs).stages;
  expect(found).toMatchObject({
    share: 0.05,
    max: 10,
    reached: 20,
    passed: 0,
    median: null,
    ninetieth: null,
  });
});

test('a past with few errors is calibrated by assumption, which is said', () => {
  const quiet = past(4.5, 1);
  const none = (quiet.metrics['errors'] ?? []).map(() => ({ total: 2000, bad: [0] }));
  expect(backtest({ ...quiet, metrics: { errors: none } }, terms, runs).assumed).toBe(20);
});

test('what could not be read is in no block', () => {
  const whole = past(4.5, 1);
  const torn = (whole.metrics['errors'] ?? []).map((each, i) => (i % 2 === 0 ? each : undefined));
  const [stage] = backtest(
    { ...whole, metrics: { errors: torn } },
    { ...terms, blockIntervals: 2 },
    runs,
  ).stages;
  expect(stage).toMatchObject({ passed: 0 });
});

test('the same seed gives the same runs, and another one others', () => {
  const found = (seed: number) => backtest(past(4.5, 4), terms, { ...runs, runs: 5, seed });
  expect(found(3)).toEqual(found(3));
  expect(found(3)).not.toEqual(found(4));
});

describe('thinning', () => {
  test('keeps every request on one side, and slow ones slow at each edge below', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 200; i += 1) {
      const { candidate, stable } = thin({ total: 100, bad: [60, 20, 3] }, 0.3, 5, random);
      expect(candidate.total + stable.total).toBe(100);
      expect(candidate.bad.map((bad, edge) => bad + (stable.bad[edge] ?? 0))).toEqual([60, 20, 3]);
      expect(candidate.bad).toEqual(candidate.bad.toSorted((a, b) => b - a));
      expect(candidate.total).toBeGreaterThanOrEqual(candidate.bad[0] ?? 0);
    }
  });

  test('gives the candidate its share, and clumps vary by their size', () => {
    const drawn = (clump: number): number[] => {
      const random = seededRandom(11);
      return Array.from(
        { length: 2000 },
        () => thin({ total: 1000, bad: [100] }, 0.1, clump, random).candidate.bad[0] ?? 0,
      );
    };
    const [single, clumped] = [drawn(1), drawn(10)].map((counts) => {
      const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length;
      return { mean, variance: counts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / counts.length };
    });
    expect(Math.abs((single?.mean ?? 0) - 10)).toBeLessThan(0.3);
    expect(Math.abs((clumped?.mean ?? 0) - 10)).toBeLessThan(0.8);
    expect((clumped?.variance ?? 0) / (single?.variance ?? 1)).toBeCloseTo(10, -0.5);
  });
});

test.each([
  [10, 0.2],
  [5000, 0.001],
  [100_000, 0.4],
  [20, 0.9],
])('binomial numbers of %i at %d have their mean and variance', (trials, chance) => {
  const random = seededRandom(2);
  const drawn = Array.from({ length: 4000 }, () => drawBinomial(random, trials, chance));
  const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
  const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length;
  const expected = trials * chance * (1 - chance);
  expect(Math.abs(mean - trials * chance)).toBeLessThan(5 * Math.sqrt(expected / drawn.length));
  expect(variance / expected).toBeGreaterThan(0.85);
  expect(variance / expected).toBeLessThan(1.15);
});

test('bounds of a share are those of Clopper and Pearson', () => {
  expect(proportionBounds(0, 100)).toMatchObject({ low: 0 });
  expect(proportionBounds(0, 100).high).toBeCloseTo(1 - 0.025 ** (1 / 100), 9);
  const { low, high } = proportionBounds(5, 50);
  expect([low, high].map((each) => each.toFixed(4))).toEqual(['0.0333', '0.2181']);
  expect(proportionBounds(20, 20)).toMatchObject({ high: 1 });
});
