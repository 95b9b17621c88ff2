import { describe, expect, test } from 'vitest';
import { forecast } from '../../../../analysis/forecast/forecast.ts';
import { momentOf } from '../../../../analysis/forecast/moment.ts';
import { toSafe } from '../../../../analysis/forecast/to-safe.ts';
import { toStop } from '../../../../analysis/forecast/to-stop.ts';
import type { ExpectedBake, Fault } from '../../../../analysis/forecast/types.ts';
import { bare, expectedMetric } from './expected.ts';

/** One request of the candidate in 10,000: the small weight of verdict.md §7. */
const small = momentOf(0.0001, 0, true, bare);

describe('the figures of verdict.md §7', () => {
  test.each([
    [1.25, 121],
    [1.5, 34.8],
    [2, 10.6],
    [3, 3.6],
    [5, 1.36],
  ])('a safe margin of %d needs %d expected bad requests', (safeMargin, needed) => {
    const { requests = NaN } = toSafe(expectedMetric({ safeMargin }), small, bare);
    expect((requests * 0.001) / needed).toBeCloseTo(1, 1);
  });

  test.each<[Fault, number]>([
    [1.5, 282],
    [2, 35],
    [3, 7.7],
    [5, 2.1],
    [10, 0.55],
  ])('a version %d times as bad is stopped after %d expected bad requests', (fault, needed) => {
    const stop = toStop(expectedMetric(), fault, small, bare);
    const requests = stop.kind === 'stops' ? stop.seconds * small.candidatePerBlock : NaN;
    expect((requests * 0.001) / needed).toBeCloseTo(1, 1);
  });

  test('"not twice as bad" at 0.1 % costs 10,600 requests, 2.9 hours at one a second', () => {
    const safe = toSafe(expectedMetric(), small, bare);
    expect(Math.round((safe.requests ?? NaN) / 100)).toBe(106);
    expect((safe.seconds ?? NaN) / 3600).toBeCloseTo(2.94, 2);
  });
});

test.each([
  [0, 0.05, 34_800],
  [0.001, 0.05, 36_500],
  [0.01, 0.05, 9_800],
  [0.001, 0.5, 65_800],
])('with the defaults, %d errors at a share of %d are proven after %d requests', (rate, share, requests) => {
  const metric = expectedMetric({ negligible: 0.001, burstDivisor: 8, rates: [rate] });
  const safe = toSafe(metric, momentOf(share, 0, true, bare), bare);
  expect((safe.requests ?? NaN) / requests).toBeCloseTo(1, 2);
});

describe('time to a stop', () => {
  const around = { ...bare, perSecond: 100, block: 10, warmup: 60, settle: 1, lag: 3, undo: 5 };
  const first = momentOf(0.1, 0, true, around);
  const metric = expectedMetric({ rates: [0.01] });

  test('counts warm-up, settling and lag, and the bad responses until the traffic is taken back', () => {
    expect(first.warmupBlocks).toBe(6);
    const stop = toStop(metric, 10, first, around);
    expect(stop).toEqual({ kind: 'stops', seconds: 1 + 70 + 3, bad: 79, excess: expect.closeTo(71.1) });
  });

  test('a total outage is found in the warm-up', () => {
    const stop = toStop(metric, 'all', first, around);
    expect(stop).toMatchObject({ kind: 'stops', seconds: 1 + 10 + 3 });
    expect(toStop({ ...metric, burstDivisor: 8 }, 'all', first, around)).toMatchObject({
      seconds: 1 + 30 + 3,
    });
  });

  test('a fault that begins late costs more evidence, and a metric with half the budget too', () => {
    const times = [
      toStop(metric, 2, momentOf(0.1, 0, false, around), around),
      toStop({ ...metric, weight: 0.5 }, 2, momentOf(0.1, 0, false, around), around),
      toStop(metric, 2, momentOf(0.1, 100, false, around), around),
    ].map((stop) => (stop.kind === 'stops' ? stop.seconds : NaN));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(3);
  });

  test.each<[Fault, number, object]>([
    [1.5, 0.0005, { kind: 'never', because: 'floor' }],
    [5, 0.3, { kind: 'impossible' }],
    [2, 0, { kind: 'impossible' }],
    ['all', 0.9, { kind: 'never', because: 'margin' }],
  ])('x%s of %d has no time', (fault, rate, answer) => {
    const floored = expectedMetric({ rates: [rate], floor: 0.001 });
    expect(toStop(floored, fault, momentOf(0.1, 9, false, around), around)).toEqual(answer);
  });

  test('the edge that shows a fault first counts', () => {
    const latency = expectedMetric({ rates: [0.9, 0.02], edges: 2 });
    const stop = toStop(latency, 5, first, around);
    expect(stop).toEqual(toStop({ ...latency, rates: [0.02] }, 5, first, around));
  });
});

test('edges that too few requests pass are left out, and the slowest of the others counts', () => {
  const around = { ...bare, perSecond: 100, plannedBlocks: 1000 };
  const metric = expectedMetric({ rates: [0.1, 0.01, 0.0001], edges: 3 });
  const moment = momentOf(0.1, 0, true, around);
  const { seconds, leftOut } = toSafe(metric, moment, around);
  expect(leftOut).toEqual([0.0001]);
  expect(seconds).toBe(toSafe({ ...metric, rates: [0.01] }, moment, around).seconds);
  expect(toSafe({ ...metric, rates: [0.0001] }, moment, around)).toEqual({ leftOut: [0.0001] });
});

describe('bakes', () => {
  const around = { ...bare, perSecond: 20, block: 10, undo: 5 };
  const metrics = [expectedMetric({ negligible: 0.001, rates: [0.01] })];
  const bake = (step: number, changes: Partial<ExpectedBake> = {}): ExpectedBake => {
    return { step, until: 'safe', min: 0, max: 3600, minRequests: 0, ...changes };
  };
  const bakesOf = (...bakes: ExpectedBake[]) =>
    forecast([{ kind: 'weight', step: 0, share: 0.1, bakes }], metrics, around).weights[0]?.bakes;

  test('one that is proven in time takes the time of the proof, and a second one nothing', () => {
    const proof = toSafe(
      expectedMetric({ negligible: 0.001, rates: [0.01] }),
      momentOf(0.1, 0, true, around),
      around,
    );
    expect(bakesOf(bake(1), bake(2))).toEqual([
      { step: 1, until: 'safe', seconds: proof.seconds },
      { step: 2, until: 'safe', seconds: 0 },
    ]);
  });

  test('one waits for its minimum and its requests, and one for a time takes that', () => {
    const times = bakesOf(bake(1, { minRequests: 5000 }), bake(2, { until: 'elapsed', min: 60, max: 60 }));
    expect(times?.map(({ seconds }) => seconds)).toEqual([2500, 60]);
  });

  test('one that runs out of time says how long it needs, and what would help', () => {
    const [told] = bakesOf(bake(1, { max: 300 })) ?? [];
    expect(told).toMatchObject({ seconds: 300, undecided: { metric: 'errors' } });
    expect(told?.undecided?.seconds).toBeGreaterThan(500);
    expect(told?.remedies?.share).toBeGreaterThan(0.1);
    const wider = forecast(
      [{ kind: 'weight', step: 0, share: told?.remedies?.share ?? 0, bakes: [bake(1, { max: 300 })] }],
      metrics,
      around,
    );
    expect(wider.weights[0]?.bakes[0]?.undecided).toBeUndefined();
    expect(told?.remedies?.wider).toMatchObject({ safeMargin: 3 });
  });

  test('a fault that shows first at a weight costs at least a block and the undo', () => {
    const weights = [0.1, 0.5].map((share, step) => ({ kind: 'weight' as const, step, share, bakes: [] }));
    expect(forecast(weights, metrics, around).weights.map(({ least }) => least)).toEqual([
      { seconds: 15, bad: 30 },
      { seconds: 15, bad: 150 },
    ]);
  });
});
