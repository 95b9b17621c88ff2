import { describe, expect, test } from 'vitest';
import { hasTurned, raiseAllowed } from '../../../analysis/combined-harm.ts';
import { decide, type Verdict } from '../../../analysis/decision.ts';
import type { Conditions } from '../../../analysis/lacking.ts';
import { summarise } from '../../../analysis/summary.ts';
import type { Block, Metric, Problem } from '../../../analysis/types.ts';
import { block, errorMetric, play, repeat, settings, sides } from './release.ts';

const open: Conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
const over: Conditions = { ...open, deadlinePassed: true };

function verdict(
  blocks: readonly Block[],
  conditions: Conditions = open,
  metrics: readonly Metric[] = [errorMetric()],
): Verdict {
  return decide(play(metrics, blocks), metrics, settings, conditions);
}

describe('fail', () => {
  test('comes when the weighted evidence reaches 1/alpha, with the metric to blame', () => {
    const bad = verdict(repeat(30, [100, 10, 1900, 19]));
    expect(bad).toMatchObject({ outcome: 'fail', reason: 'harm', blame: 'errors', evidence: 100 });
    expect(bad.combinedHarmLogE).toBeGreaterThan(Math.log(100));
  });

  test('is tested before pass: what was proven safe can still fail', () => {
    const good = repeat(60, [100, 1, 1900, 19]);
    expect(verdict(good).outcome).toBe('pass');
    const turned = [...good, ...repeat(40, [100, 20, 1900, 19])];
    expect(verdict(turned)).toMatchObject({ outcome: 'fail' });
    expect(summarise(play([errorMetric()], turned), [errorMetric()], settings)[0]?.proven).toBe(true);
  });

  test('also ends a bake whose backend refuses, whose split is refuted or whose deadline has passed', () => {
    const metrics = [errorMetric()];
    const wrong = repeat(30, [400, 60, 1900, 19], { share: 0.05 });
    wrong.push(block(30, {}, { problems: [{ metric: 'errors', kind: 'error', message: 'HTTP 503' }] }));
    expect(verdict(wrong, over, metrics).outcome).toBe('fail');
  });

  test('is not divided away by a metric that is absent, whose weight and evidence stay', () => {
    const metrics = [errorMetric({ weight: 0.5 }), errorMetric({ name: 'other', weight: 0.5 })];
    const present = repeat(12, [100, 8, 1900, 19]);
    const alone = play([errorMetric()], present);
    const halved = decide(play(metrics, present), metrics, settings, open);
    const whole = decide(alone, [errorMetric()], settings, open);
    expect(halved.combinedHarmLogE).toBeCloseTo((whole.combinedHarmLogE ?? NaN) + Math.log(0.5), 9);
    const gone = [...present, block(12, {}), block(13, {})];
    expect(decide(play(metrics, gone), metrics, settings, open).combinedHarmLogE).toBeCloseTo(
      halved.combinedHarmLogE ?? NaN,
      9,
    );
  });

  test('needs a bad rate above the floor over the blocks of the weight, at least the last six', () => {
    const rare = repeat(30, [10_000, 8, 190_000, 8]);
    expect(verdict(rare)).toMatchObject({ outcome: 'pass', combinedHarmLogE: null, evidence: 0 });
    expect(verdict(rare, open, [errorMetric({ floor: 0.0005 })])).toMatchObject({ outcome: 'fail' });
    const early = repeat(3, [10_000, 100, 190_000, 8]);
    const calm = (blocks: number): Block[] => repeat(blocks, [10_000, 0, 190_000, 0], { stage: '20%' });
    expect(verdict([...early, ...calm(5)]).outcome).toBe('fail');
    expect(verdict([...early, ...calm(6)]).outcome).not.toBe('fail');
  });
});

describe('warm-up', () => {
  const cold = { warmup: true };

  test('moves no evidence of harm or safety', () => {
    const state = play([errorMetric()], repeat(6, [10, 4, 1900, 0], cold));
    expect(summarise(state, [errorMetric()], settings)[0]).toMatchObject({
      harmLogE: expect.closeTo(0, 12),
      safeLogE: expect.closeTo(0, 12),
      overall: { candidate: { total: 60, bad: [24] } },
      stage: { candidate: { total: 0, bad: [0] } },
    });
  });

  test('fails on a total outage, not on a slow start', () => {
    expect(verdict(repeat(6, [10, 10, 1900, 0], cold))).toMatchObject({ outcome: 'fail', reason: 'outage' });
    expect(verdict(repeat(60, [10, 5, 1900, 0], cold)).outcome).toBe('continue');
    expect(
      verdict(repeat(6, [10, 10, 1900, 0], cold), open, [errorMetric({ burstDivisor: 8 })]).outcome,
    ).toBe('continue');
  });

  test('counts for limits', () => {
    const limited = [errorMetric({ limit: 0.05 })];
    expect(verdict(repeat(10, [50, 15, 1900, 0], cold), open, limited)).toMatchObject({
      outcome: 'fail',
      reason: 'limit',
      blame: 'errors',
    });
  });
});

describe('pass', () => {
  const good = repeat(60, [100, 1, 1900, 19]);

  test.each<[string, Partial<Conditions>, Verdict['outcome']]>([
    ['all is reached', {}, 'pass'],
    ['too few requests', { minRequests: 6001 }, 'continue'],
    ['just enough requests', { minRequests: 6000 }, 'pass'],
    ['too little time', { minSeconds: 601 }, 'continue'],
    ['just enough time', { minSeconds: 600 }, 'pass'],
  ])('%s', (_, conditions, outcome) => {
    expect(verdict(good, { ...open, ...conditions }).outcome).toBe(outcome);
  });

  test('needs every required metric, and only those', () => {
    const other = errorMetric({ name: 'other', weight: 0.5 });
    const both = (required: boolean): Metric[] => [errorMetric({ weight: 0.5 }), { ...other, required }];
    expect(verdict(good, over, both(true))).toMatchObject({ outcome: 'inconclusive', reason: 'no data' });
    expect(verdict(good, open, both(false)).outcome).toBe('pass');
  });

  test('is proven afresh at every weight', () => {
    expect(
      verdict([...good, block(60, { errors: sides([100, 1, 1900, 19]) }, { stage: '20%' })]).outcome,
    ).toBe('continue');
  });

  test('waits while the evidence has turned, and then no weight is raised and bounds are withdrawn', () => {
    const metrics = [errorMetric()];
    let state = play(metrics, good);
    let blocks: Block[] = good;
    while (!hasTurned(state, metrics, settings)) {
      blocks = [...blocks, block(blocks.length, { errors: sides([100, 7, 1900, 19]) })];
      state = play(metrics, blocks);
    }
    expect(decide(state, metrics, settings, open).outcome).toBe('continue');
    expect(decide(state, metrics, settings, over)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'not yet known',
    });
    expect(raiseAllowed(state, metrics, settings)).toBe(false);
    expect(summarise(state, metrics, settings)[0]).toMatchObject({ withdrawn: true, proven: true });
    const before = play(metrics, good);
    expect(raiseAllowed(before, metrics, settings)).toBe(true);
    expect(summarise(before, metrics, settings)[0]).toMatchObject({ withdrawn: false, exclusionBound: 1.5 });
  });

  test.each([1, 4])('of a service without errors takes about 5,000 m requests, m = %i', (burstDivisor) => {
    const metrics = [errorMetric({ burstDivisor })];
    let requests = 0;
    let blocks: Block[] = [];
    while (verdict(blocks, open, metrics).outcome !== 'pass' && requests < 50_000) {
      requests += 200;
      blocks = [...blocks, block(blocks.length, { errors: sides([200, 0, 3800, 0]) })];
    }
    expect(requests / burstDivisor).toBeGreaterThan(4000);
    expect(requests / burstDivisor).toBeLessThan(6000);
  });

  test('of a service without errors never comes when nothing is negligible', () => {
    const metrics = [errorMetric({ negligible: 0 })];
    expect(verdict(repeat(300, [200, 0, 3800, 0]), over, metrics)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'not yet known',
    });
  });
});

describe('the end of a bake', () => {
  const problem = (kind: Problem['kind']): Block =>
    block(60, {}, { problems: [{ metric: 'errors', kind, message: 'told so' }] });
  const some = repeat(5, [100, 1, 1900, 19]);
  const good = repeat(60, [100, 1, 1900, 19]);

  test.each<[string, Block[], Partial<Conditions>, Verdict['reason']]>([
    ['no block at all', [], {}, 'no data'],
    ['no traffic on either side', repeat(60, [0, 0, 0, 0], { share: 0.05 }), {}, 'no data'],
    [
      'no traffic on the candidate',
      repeat(60, [0, 0, 1900, 19], { share: 0.05 }),
      {},
      'split is not what was asked',
    ],
    ['no traffic on the candidate, no share asked', repeat(60, [0, 0, 1900, 19]), {}, 'no data'],
    ['no traffic on the stable side', repeat(60, [100, 1, 0, 0]), { until: 'elapsed' }, 'no data'],
    [
      'a stable side that stands still',
      repeat(1, [22, 0, 0, 0], { share: 0.2 }),
      { until: 'elapsed' },
      'no data',
    ],
    ['only warm-up', repeat(6, [100, 1, 1900, 19], { warmup: true }), {}, 'no data'],
    ['the newest block is stale', [...good, problem('stale')], {}, 'stale'],
    ['the newest block is absent', [...good, problem('absent')], {}, 'no data'],
    ['the backend refuses', [...good, problem('error')], {}, 'error'],
    ['fewer requests than asked for', some, { minRequests: 501 }, 'too few requests'],
    ['fewer requests than a proof takes', some, {}, 'too few requests'],
    ['a rate in between', repeat(30, [100, 1.7, 1900, 19]), {}, 'not yet known'],
  ])('%s', (_, blocks, conditions, reason) => {
    const answer = verdict(blocks, { ...over, ...conditions });
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason });
  });

  test('with until elapsed passes when nothing failed and there was data, not earlier', () => {
    const elapsed = { ...over, until: 'elapsed' } as const;
    expect(verdict(some, elapsed).outcome).toBe('pass');
    expect(verdict(some, { ...elapsed, deadlinePassed: false }).outcome).toBe('continue');
    expect(verdict([...some, problem('stale')], elapsed)).toMatchObject({ reason: 'stale' });
    expect(verdict([...some, problem('absent')], elapsed)).toMatchObject({ reason: 'no data' });
    expect(verdict([...some, problem('error')], elapsed)).toMatchObject({ reason: 'error' });
    expect(verdict(repeat(60, [0, 0, 0, 0]), elapsed)).toMatchObject({ outcome: 'inconclusive' });
    expect(verdict(some, { ...elapsed, minRequests: 501 })).toMatchObject({ reason: 'too few requests' });
    expect(verdict(repeat(5, [100, 1, 0, 0], { share: 1 }), elapsed).outcome).toBe('pass');
  });

  test('an error is an outcome of its own before the deadline, and only of the newest block', () => {
    expect(verdict([...some, problem('error')])).toMatchObject({
      outcome: 'error',
      problems: [{ message: 'told so' }],
    });
    expect(verdict([...good, problem('error')]).outcome).toBe('error');
    expect(verdict([problem('error'), ...some]).outcome).toBe('continue');
    expect(verdict([...some, problem('stale')]).outcome).toBe('continue');
  });

  test('a split that is refuted ends a bake at once', () => {
    expect(verdict(repeat(60, [400, 4, 1600, 16], { share: 0.05 }))).toMatchObject({
      outcome: 'inconclusive',
      reason: 'split is not what was asked',
    });
  });
});

describe('a limit after the cutover, without a stable side', () => {
  const limited = [errorMetric({ limit: 0.02 })];
  const kept = (bad: number, from = 0): Block[] =>
    Array.from({ length: 40 }, (_, i) =>
      block(from + i, { errors: { candidate: { total: 200, bad: [bad] } } }, { stage: '100%', share: 1 }),
    );

  test('passes below it, fails above it', () => {
    expect(verdict(kept(1), open, limited).outcome).toBe('pass');
    expect(verdict(kept(10), open, limited)).toMatchObject({ outcome: 'fail', reason: 'limit' });
    expect(verdict(kept(4), over, limited)).toMatchObject({ outcome: 'inconclusive' });
  });

  test('is proven afresh, and the last requests of the old slot do not count as a comparison', () => {
    const before = repeat(60, [100, 1, 1900, 19], { share: 0.05 });
    const tail = block(60, { errors: sides([200, 1, 3, 0]) }, { stage: '100%', share: 1 });
    expect(verdict([...before, tail], open, limited).outcome).toBe('continue');
    expect(verdict([...before, tail, ...kept(1, 61)], open, limited).outcome).toBe('pass');
  });

  test('does not stand in for a stable side that cannot be read', () => {
    const unread = kept(1).map((each) => ({ ...each, stage: '5%', share: 0.05 }));
    expect(verdict(unread, over, limited)).toMatchObject({ outcome: 'inconclusive' });
  });

  test('shares alpha between the metrics that have one, by their weights', () => {
    const half = [errorMetric({ weight: 0.5, limit: 0.02 }), errorMetric({ name: 'other', weight: 0.5 })];
    const blocksToFail = (metrics: readonly Metric[]): number => {
      const blocks = kept(6);
      const first = blocks.findIndex(
        (_, i) => verdict(blocks.slice(0, i + 1), open, metrics).outcome === 'fail',
      );
      return first === -1 ? Infinity : first;
    };
    expect(blocksToFail(limited)).toBeLessThan(Infinity);
    expect(blocksToFail(half)).toBeGreaterThan(blocksToFail(limited));
  });

  test('has evidence of 100 when it fails, weighed, and less before', () => {
    const metrics = [errorMetric({ weight: 0.5, limit: 0.02 })];
    const blocks = kept(6);
    const evidence = blocks.map((_, i) => {
      const seen = blocks.slice(0, i + 1);
      const summary = summarise(play(metrics, seen), metrics, settings)[0];
      expect(summary?.harmEvidence).toBeLessThan(1.01);
      return { outcome: verdict(seen, open, metrics).outcome, points: summary?.limit?.harmEvidence ?? NaN };
    });
    const failed = evidence.findIndex(({ outcome }) => outcome === 'fail');
    expect(failed).toBeGreaterThan(1);
    expect(evidence.slice(0, failed).every(({ points }) => points < 100)).toBe(true);
    expect(evidence[failed - 1]?.points).toBeGreaterThan(10);
    expect(evidence[failed]?.points).toBe(100);
  });

  test('is not needed to end a bake by time', () => {
    expect(verdict(kept(10), { ...over, until: 'elapsed' }).outcome).toBe('pass');
  });
});
