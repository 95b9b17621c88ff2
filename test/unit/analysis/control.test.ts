import { describe, expect, test } from 'vitest';
import { decide, type Verdict } from '../../../analysis/decision.ts';
import { explain } from '../../../analysis/explain.ts';
import { summarise } from '../../../analysis/summary.ts';
import type { Block, Halves, Metric, MetricSummary } from '../../../analysis/types.ts';
import { block, errorMetric, play, settings, sides, type Row } from './release.ts';

const open = { minRequests: 0, minSeconds: 0, deadlinePassed: false };

function halves(a: number, b: number): Halves {
  return { a: { total: 950, bad: [a] }, b: { total: 950, bad: [b] } };
}

/** Blocks of one row, with so many of the stable side's bad requests in each half. */
function split(times: number, row: Row, a: number, b: number, changes: Partial<Block> = {}): Block[] {
  return Array.from({ length: times }, (_, i) =>
    block(i, { errors: { ...sides(row), halves: halves(a, b) } }, changes),
  );
}

function judged(blocks: readonly Block[], metrics: readonly Metric[] = [errorMetric()]): Verdict {
  return decide(play(metrics, blocks), metrics, settings, open);
}

function summary(blocks: readonly Block[], metric = errorMetric()): MetricSummary | undefined {
  return summarise(play([metric], blocks), [metric], settings)[0];
}

const bad: Row = [100, 10, 1900, 20];

describe('the negative control', () => {
  test('leaves a fail standing where both halves are alike', () => {
    expect(judged(split(30, bad, 10, 10))).toMatchObject({ outcome: 'fail', blame: 'errors' });
    expect(summary(split(30, bad, 10, 10))?.control).toMatchObject({ broken: false });
  });

  test.each([
    [2, 18],
    [18, 2],
  ])('makes a fail a question to a person where the halves differ (%i and %i bad)', (a, b) => {
    const blocks = split(30, bad, a, b);
    expect(judged(blocks)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'noise model broken',
      blame: 'errors',
      evidence: 100,
    });
    expect(summary(blocks)?.control?.broken).toBe(true);
    const [metrics, state] = [[errorMetric()], play([errorMetric()], blocks)];
    expect(explain(judged(blocks), state, metrics, settings, open)).toBe(
      "inconclusive: noise model broken; errors looks worse (10 % of the candidate's 3,000 requests, 1.05 % of the stable side's 57,000 were bad), but so does one half of the stable instances beside the other",
    );
  });

  test('changes nothing but a fail', () => {
    expect(judged(split(60, [100, 1, 1900, 20], 2, 18)).outcome).toBe('pass');
  });

  test('is half of the harm of A over B and half of the harm of B over A, at a margin of 1', () => {
    const blocks = split(12, bad, 14, 6);
    const direction = (row: Row): number =>
      Math.exp(
        summarise(
          play(
            [errorMetric({ margin: 1, burstDivisor: 3 })],
            blocks.map((each) => ({ ...each, counts: { errors: sides(row) } })),
          ),
          [errorMetric()],
          settings,
        )[0]?.harmLogE ?? NaN,
      );
    const expected = (direction([950, 14, 950, 6]) + direction([950, 6, 950, 14])) / 2;
    const found = summary(blocks, errorMetric({ burstDivisor: 3 }))?.control?.logE ?? NaN;
    expect(found).toBeCloseTo(Math.log(expected), 9);
  });

  test('is not run without halves, and begins at 1 with the first block that has them', () => {
    const without = Array.from({ length: 9 }, (_, i) => block(i, { errors: sides(bad) }));
    expect(summary(without)?.control).toBeNull();
    const later = [...without, block(9, { errors: { ...sides(bad), halves: halves(0, 0) } })];
    expect(summary(later)?.control?.logE).toBeCloseTo(0, 9);
    const all = play([errorMetric()], [...later, ...split(5, bad, 2, 18), ...without]);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  test('allows what a known spread between instances explains', () => {
    const blocks = split(30, bad, 8, 12);
    const weighed = blocks.map((each) => ({ ...each, weighed: { errors: { controlMargin: 1.6 } } }));
    const [plain, allowed] = [summary(blocks)?.control?.logE ?? NaN, summary(weighed)?.control?.logE ?? NaN];
    expect(plain).toBeGreaterThan(Math.log(20));
    expect(allowed).toBeLessThan(0);
  });

  test('of one metric does not take the fail away from another whose halves are alike', () => {
    const metrics = [errorMetric({ weight: 0.5 }), errorMetric({ name: 'other', weight: 0.5 })];
    const both = (other: Row): Block[] =>
      split(30, bad, 2, 18).map((each) => ({
        ...each,
        counts: { ...each.counts, other: { ...sides(other), halves: halves(10, 10) } },
      }));
    expect(judged(both(bad), metrics)).toMatchObject({ outcome: 'fail', blame: 'other' });
    expect(judged(both([100, 1, 1900, 20]), metrics)).toMatchObject({ reason: 'noise model broken' });
  });

  test('holds a limit back too, but never a total outage', () => {
    const limited = [errorMetric({ limit: 0.05, floor: 1 })];
    expect(judged(split(30, bad, 10, 10), limited)).toMatchObject({ outcome: 'fail', reason: 'limit' });
    expect(judged(split(30, bad, 2, 18), limited)).toMatchObject({ reason: 'noise model broken' });
    const dead = split(30, [100, 100, 1900, 20], 2, 18, { warmup: true });
    expect(judged(dead)).toMatchObject({ outcome: 'fail', reason: 'outage' });
  });
});
