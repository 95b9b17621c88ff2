import { describe, expect, test } from 'vitest';
import { decide } from '../../../analysis/decision.ts';
import { instanceSpread, weighedBySpread } from '../../../analysis/instance-spread.ts';
import type { Counts } from '../../../analysis/types.ts';
import { errorMetric, play, repeat, settings } from './release.ts';

function instances(...bads: number[]): Counts[] {
  return bads.map((bad) => ({ total: 100_000, bad: [bad] }));
}

describe('the spread between instances', () => {
  test('is the deviation of the log rates, beyond that of counting', () => {
    expect(instanceSpread(instances(500, 1000, 2000), 1)?.sigma).toBeCloseTo(Math.SQRT2 * 0.49, 2);
    expect(instanceSpread(instances(1000, 1020, 980, 1010), 1)).toEqual({ sigma: 0, stableInstances: 4 });
    const [single, bursts] = [1, 8].map((m) => instanceSpread(instances(40, 60, 90), m)?.sigma ?? NaN);
    expect(single).toBeGreaterThan(0.3);
    expect(bursts).toBeLessThan(0.2);
  });

  test('is not known from two instances, or few bad requests', () => {
    expect(instanceSpread(instances(500, 2000), 1)).toBeUndefined();
    expect(instanceSpread(instances(500, 2000, 19), 1)).toBeUndefined();
    expect(instanceSpread([], 1)).toBeUndefined();
  });

  test('is the largest of the edges that were passed often enough', () => {
    const edges = [500, 1000, 2000].map((bad) => ({
      total: 100_000,
      bad: [30_000, bad, bad > 600 ? 50 : 5],
    }));
    expect(instanceSpread(edges, 1)).toEqual(instanceSpread(instances(500, 1000, 2000), 1));
  });
});

describe('margins', () => {
  const metric = errorMetric();

  test('are raised and lowered by what the instances of both sides explain', () => {
    const spread = { sigma: 0.3, stableInstances: 9 };
    const { margin, safeMargin, controlMargin } = weighedBySpread(metric, spread, {
      candidate: 1,
      stable: 9,
    });
    expect(margin).toBeCloseTo(Math.exp(2.33 * 0.3 * Math.sqrt(10 / 9)), 12);
    expect(safeMargin).toBeCloseTo(2 / Math.exp(1.645 * 0.3 * Math.sqrt(10 / 9)), 12);
    expect(controlMargin).toBeCloseTo(Math.exp(2.33 * 0.3 * Math.sqrt(1 / 4 + 1 / 5)), 12);
  });

  test('never fall below the harm margin asked for, and stay as they are without a spread', () => {
    const little = { sigma: 0.05, stableInstances: 4 };
    expect(weighedBySpread(metric, little, { candidate: 2, stable: 4 }).margin).toBe(1.25);
    expect(weighedBySpread(metric, { ...little, sigma: 0 }, { candidate: 2, stable: 4 })).toEqual({});
    expect(weighedBySpread(metric, little, { candidate: 0, stable: 4 })).toEqual({});
  });

  test('that are lost are the reason of a bake that ends without an answer', () => {
    const weighed = weighedBySpread(metric, { sigma: 0.5, stableInstances: 3 }, { candidate: 1, stable: 3 });
    expect(weighed.safeMargin).toBeLessThan(1.1);
    const blocks = repeat(60, [100, 1, 1900, 19]).map((each) => ({ ...each, weighed: { errors: weighed } }));
    const over = { minRequests: 0, minSeconds: 0, deadlinePassed: true };
    expect(decide(play([metric], blocks), [metric], settings, over)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'too few candidate instances',
    });
  });
});
