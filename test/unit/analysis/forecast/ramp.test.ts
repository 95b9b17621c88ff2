import { describe, expect, test } from 'vitest';
import { forecast } from '../../../../analysis/forecast/forecast.ts';
import { forecastRamp, type RampForecast } from '../../../../analysis/forecast/ramp.ts';
import type {
  Circumstances,
  ExpectedMetric,
  ExpectedRamp,
  Fault,
} from '../../../../analysis/forecast/types.ts';
import { bare, expectedMetric } from './expected.ts';

const ramp: ExpectedRamp = {
  kind: 'ramp',
  step: 2,
  budget: 50,
  from: 0.01,
  to: 0.5,
  maxFactor: 5,
  max: 7200,
};

/** The setting of verdict.md §8: blocks of 10 seconds. */
function rampAt(
  perSecond: number,
  rate: number,
  changes: Partial<ExpectedMetric> = {},
  more: Partial<ExpectedRamp & Circumstances> = {},
): RampForecast {
  const around = { ...bare, plannedBlocks: 720, block: 10, settle: 1, undo: 5, perSecond, ...more };
  const metric = expectedMetric({ rates: [rate], negligible: 0.001, floor: 0.001, ...changes });
  return forecastRamp({ ...ramp, ...more }, [metric], 0, around);
}

function faultOf(found: RampForecast, fault: Fault) {
  const told = found.metrics[0]?.faults.find((each) => each.fault === fault);
  if (told === undefined || told.kind === 'impossible') throw new Error(`there is no x${String(fault)}`);
  return told;
}

describe('the figures of verdict.md §8', () => {
  test.each([
    [200, 0.01],
    [200, 0.001],
    [2000, 0.01],
    [2000, 0.001],
  ])(
    'at %d requests a second and %d errors a good release is done in 2 to 6.3 minutes',
    (perSecond, rate) => {
      const { good } = rampAt(perSecond, rate);
      expect(good.end).toBe('done');
      expect(good.seconds / 60).toBeGreaterThan(2);
      expect(good.seconds / 60).toBeLessThan(6.3);
      expect(good.weights.at(-1)?.share).toBe(0.5);
    },
  );

  test('a total outage costs its first weight, and twice the errors about the budget', () => {
    const found = rampAt(200, 0.01);
    expect(faultOf(found, 'all')).toMatchObject({ kind: 'stopped', seconds: 11 });
    expect(faultOf(found, 'all').excess).toBeLessThan(35);
    expect(faultOf(found, 2).kind).toBe('stopped');
    expect(faultOf(found, 2).excess / 58).toBeCloseTo(1, 0);
    expect(found.uncoverable).toEqual([]);
  });

  test('with more traffic it begins at a smaller weight, so that an outage costs no more', () => {
    const found = rampAt(2000, 0.01);
    expect(found.good.weights[0]?.share).toBeCloseTo(0.001, 6);
    expect(faultOf(found, 'all').excess).toBeLessThan(35);
  });

  test('with bursts it takes 8 to 14 minutes, and says which ratios the budget cannot cover', () => {
    const found = rampAt(200, 0.01, { burstDivisor: 6 });
    expect(found.good.seconds / 60).toBeGreaterThan(8);
    expect(found.good.seconds / 60).toBeLessThan(14);
    expect(found.uncoverable.map(({ ratio }) => ratio)).toEqual([2, 3, 5]);
    expect(found.uncoverable[0]?.cost).toBeGreaterThan(200);
  });
});

test('a version below the safe margin is taken for safe, and one without errors has no ratio', () => {
  expect(faultOf(rampAt(200, 0.001), 1.5).kind).toBe('done');
  const none = rampAt(200, 0);
  expect(none.metrics[0]?.faults.map(({ kind }) => kind)).toEqual([
    ...Array<string>(4).fill('impossible'),
    'stopped',
  ]);
  expect(none.good.end).toBe('done');
});

test('a ramp that has too little traffic ends undecided, with the weight that it reached', () => {
  const { good } = rampAt(1, 0.001, { burstDivisor: 8 }, { max: 1800 });
  expect(good).toMatchObject({ end: 'undecided', seconds: 1800 });
  expect(good.weights.at(-1)?.share).toBeLessThanOrEqual(0.5);
});

test('what begins late costs a block and the undo at each weight', () => {
  const { good, late } = rampAt(2000, 0.01);
  expect(late).toEqual(good.weights.map(({ share }) => ({ share, bad: 2000 * share * 15 })));
});

test('warm-up and lag take their time', () => {
  const [plain, warm] = [rampAt(2000, 0.01), rampAt(2000, 0.01, {}, { warmup: 60, lag: 15 })];
  expect(warm.good.seconds).toBeGreaterThanOrEqual(plain.good.seconds + 60 + 3 * 15);
});

test('after a larger weight a ramp goes on from there', () => {
  const around = { ...bare, perSecond: 2000, block: 10, undo: 5, plannedBlocks: 720 };
  const before = { kind: 'weight' as const, step: 1, share: 0.1, bakes: [] };
  const { ramps } = forecast([before, ramp], [expectedMetric({ rates: [0.01] })], around);
  expect(ramps[0]?.good.weights[0]).toEqual({ share: 0.1, seconds: 0 });
});

test('a weight after a ramp comes after its blocks', () => {
  const around = { ...bare, perSecond: 2000, block: 10, undo: 5, plannedBlocks: 720 };
  const metric = expectedMetric({ rates: [0.01] });
  const after = { kind: 'weight' as const, step: 3, share: 0.5, bakes: [] };
  const alone = forecast([after], [metric], around).weights[0]?.metrics[0]?.faults[0];
  const { weights, ramps } = forecast([ramp, after], [metric], around);
  expect(ramps).toHaveLength(1);
  const later = weights[0]?.metrics[0]?.faults[0];
  if (alone?.kind !== 'stops' || later?.kind !== 'stops') throw new Error('it is stopped');
  expect(later.seconds).toBeGreaterThan(alone.seconds);
});
