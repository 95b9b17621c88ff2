import { describe, expect, test } from 'vitest';
import type { Recording } from '../../../../analysis/judge/recording.ts';
import { replay, type Judgement } from '../../../../analysis/judge/replay.ts';
import type { Block } from '../../../../analysis/types.ts';
import { block, errorMetric, settings, sides, type Row } from '../release.ts';

const GOOD: Row = [500, 5, 9500, 95];
const BAD: Row = [500, 50, 9500, 95];

function judge(rows: readonly Row[], changes: Partial<Recording> = {}): Judgement {
  const blocks = rows.map((row, i) => block(i, { errors: sides(row) }));
  return replay({ metrics: [errorMetric()], settings, until: 'safe', blocks, ...changes }).judgement;
}

function times(count: number, row: Row): Row[] {
  return Array.from({ length: count }, () => row);
}

test('a good release passes at the first block that proves it, and every block has its row', () => {
  const judged = judge(times(20, GOOD));
  expect(judged).toMatchObject({ outcome: 'pass', reason: null, blame: null });
  expect(judged.trail.map((row) => row.block)).toEqual([...Array(20).keys()]);
  const first = judged.trail.findIndex(({ safeLogE }) => (safeLogE['errors'] ?? 0) >= Math.log(20));
  expect(first).toBeGreaterThan(0);
  expect(judged.block).toBe(first);
});

test('a bad release fails at the first block with evidence of 1/alpha, and the trail goes on after it', () => {
  const judged = judge(times(8, BAD));
  const first = judged.trail.findIndex(({ harmLogE }) => (harmLogE['errors'] ?? 0) >= Math.log(100));
  expect(judged).toMatchObject({ outcome: 'fail', block: first, reason: 'harm', blame: 'errors' });
  expect(judged.combinedHarmLogE).toBe(judged.trail[first]?.harmLogE['errors']);
  expect(judged.trail).toHaveLength(8);
});

test('a fail that comes after a pass is the outcome: one watch judges the whole release', () => {
  const judged = judge([...times(20, GOOD), ...times(20, BAD)]);
  expect(judged).toMatchObject({ outcome: 'fail', blame: 'errors', block: 20 });
});

test('a pass speaks of its own weight only', () => {
  const blocks = (second: number): Block[] =>
    times(20 + second, GOOD).map((row, i) =>
      block(i, { errors: sides(row) }, { stage: i < 20 ? '5%' : '50%' }),
    );
  expect(judge([], { blocks: blocks(1) })).toMatchObject({ outcome: 'continue', block: 20 });
  const passed = judge([], { blocks: blocks(20) });
  expect(passed.outcome).toBe('pass');
  expect(passed.block).toBeGreaterThan(20);
});

describe('without an answer', () => {
  const few: Row = [5, 0, 95, 1];

  test('it goes on up to the planned blocks, and is inconclusive after them', () => {
    const short = { ...settings, plannedBlocks: 6 };
    expect(judge(times(5, few), { settings: short })).toMatchObject({ outcome: 'continue', block: 4 });
    const over = { outcome: 'inconclusive', block: 5, reason: 'too few requests' };
    expect(judge(times(9, few), { settings: short })).toMatchObject(over);
  });

  test('a time that is over passes where nothing failed, and not before', () => {
    const short = { settings: { ...settings, plannedBlocks: 6 }, until: 'elapsed' as const };
    expect(judge(times(5, few), short)).toMatchObject({ outcome: 'continue', block: 4 });
    expect(judge(times(9, few), short)).toMatchObject({ outcome: 'pass', block: 5 });
  });

  test('silence never passes', () => {
    const silent = { settings: { ...settings, plannedBlocks: 6 }, until: 'elapsed' as const };
    const none = Array.from({ length: 6 }, (_, i) => block(i, {}));
    const noData = { outcome: 'inconclusive', reason: 'no data' };
    expect(judge([], { ...silent, blocks: none })).toMatchObject(noData);
    expect(judge(times(6, [0, 0, 95, 1]), silent)).toMatchObject(noData);
  });

  test('no block at all is no answer', () => {
    expect(judge([])).toMatchObject({ outcome: 'continue', block: null, trail: [] });
  });
});

test('a block without counts, or with one side, moves no evidence', () => {
  const rows = judge([], {
    blocks: [
      block(0, { errors: sides(GOOD) }),
      block(1, {}),
      block(2, { errors: { candidate: { total: 500, bad: [500] } } }),
    ],
  }).trail;
  const [first, ...others] = rows;
  others.forEach((row) => {
    expect(row.harmLogE['errors']).toBeCloseTo(first?.harmLogE['errors'] ?? NaN, 12);
    expect(row.safeLogE).toEqual(first?.safeLogE);
  });
});

describe('a split that is refuted', () => {
  const ROUGHLY: Row = [600, 6, 9400, 94];
  const MORE: Row = [5000, 50, 5000, 50];
  const asked = (rows: readonly Row[], changes: Partial<Recording> = {}): Judgement => {
    const blocks = rows.map((row, i) => block(i, { errors: sides(row) }, { share: 0.05 }));
    return judge([], { blocks, ...changes });
  };
  const refuted = { outcome: 'inconclusive', reason: 'split is not what was asked' };

  test('is inconclusive from the block on that refutes it, also where the metric is proven safe', () => {
    const judged = asked([ROUGHLY, ...times(20, MORE)]);
    expect(judged).toMatchObject({ ...refuted, block: 1 });
    expect(judged.trail[0]?.mismatchLogE).toBeLessThan(Math.log(1000));
    expect(judged.trail[1]?.mismatchLogE).toBeGreaterThan(Math.log(1000));
    const short = { ...settings, plannedBlocks: 6 };
    expect(asked(times(9, MORE), { settings: short })).toMatchObject({ ...refuted, block: 0 });
  });

  test('is so only as long as it is', () => {
    expect(asked([MORE, ...times(3, ROUGHLY)])).toMatchObject({ outcome: 'pass', block: 3 });
    const again = asked([MORE, ...times(3, ROUGHLY), MORE], { until: 'elapsed' });
    expect(again).toMatchObject({ ...refuted, block: 4 });
  });
});

test('only blocks that say what share was asked have evidence about the split', () => {
  const blocks = [
    block(0, { errors: sides(GOOD) }, { share: 0.05 }),
    block(1, { errors: sides(GOOD) }),
    block(2, { errors: sides(GOOD) }, { share: 1 }),
  ];
  const rows = judge([], { blocks }).trail;
  expect(rows.map((row) => 'mismatchLogE' in row)).toEqual([true, false, true]);
  expect(rows[2]?.mismatchLogE).toBe(0);
});

test('limits have rows of their own, only for the metrics that have one', () => {
  const metrics = [errorMetric({ weight: 0.5, limit: 0.02 }), errorMetric({ name: 'other', weight: 0.5 })];
  const judged = judge(times(8, BAD), { metrics });
  const row = judged.trail[0];
  expect([Object.keys(row?.limitHarmLogE ?? {}), Object.keys(row?.limitSafeLogE ?? {})]).toEqual([
    ['errors'],
    ['errors'],
  ]);
  expect(judge(times(1, BAD)).trail[0]).not.toHaveProperty('limitHarmLogE');
});

describe('rules beside the evidence', () => {
  const failed = [{ name: 'queue', measurements: ['success', 'failure'] as const }];
  const good = [{ name: 'queue', count: 1, measurements: ['success'] as const }];

  test('a broken rule stands against a pass, and is blamed', () => {
    const broken = {
      outcome: 'fail',
      reason: 'rule',
      blame: 'queue',
      run: 'Failed',
      rules: { queue: 'Failed' },
    };
    expect(judge(times(20, GOOD), { rules: failed })).toMatchObject(broken);
    const unclear = [{ name: 'queue', measurements: ['inconclusive'] as const }];
    expect(judge(times(20, GOOD), { rules: unclear })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'rule',
    });
  });

  test('a fail of the evidence stands', () => {
    expect(judge(times(8, BAD), { rules: failed })).toMatchObject({ outcome: 'fail', reason: 'harm' });
  });

  test('a rule that is Successful changes nothing', () => {
    const { rules, run, ...rest } = judge(times(20, GOOD), { rules: good });
    expect(rest).toEqual(judge(times(20, GOOD)));
    expect([rules, run]).toEqual([{ queue: 'Successful' }, 'Successful']);
  });

  test('alone they are the whole answer', () => {
    const alone = (rules: Recording['rules'] = []): Judgement => judge([], { metrics: [], rules });
    expect(alone(good)).toMatchObject({ outcome: 'pass', block: null });
    expect(alone([{ name: 'queue', measurements: [] }])).toMatchObject({ outcome: 'continue' });
  });
});
