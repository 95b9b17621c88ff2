import { describe, expect, test } from 'vitest';
import { advanceFolding, beginFolding } from '../../../../analysis/judge/course.ts';
import type { Evidence } from '../../../../analysis/judge/evidence.ts';
import { replayRelease } from '../../../../analysis/judge/replay-release.ts';
import { settings } from '../release.ts';
import { BAD, GOOD, release, SILENT, times } from './played.ts';

describe('a release is judged again with the same result, from its JSON', () => {
  test.each([
    ['passed twice', times(30, GOOD), 'safe', ['pass', 'pass']],
    ['failed', [...times(3, GOOD), ...times(9, BAD)], 'safe', ['fail']],
    ['passed, then failed', [...times(6, GOOD), ...times(9, BAD)], 'safe', ['pass', 'fail']],
    ['passed by its time', times(30, GOOD), 'elapsed', ['pass', 'pass']],
    ['heard nothing', times(14, SILENT), 'safe', ['inconclusive']],
  ] as const)('%s', (_name, rows, until, kinds) => {
    const evidence: Evidence = JSON.parse(JSON.stringify(release(rows, until)));
    expect(evidence.decisions.map(({ kind }) => kind)).toEqual(kinds);
    const again = replayRelease(evidence);
    expect(again?.decisions.map(({ same }) => same)).toEqual(kinds.map(() => true));
    expect(again?.same).toBe(true);
    const last = evidence.decisions.at(-1);
    expect(again?.judgement).toMatchObject({ outcome: kinds.at(-1), block: last?.block });
    expect(again?.sentence).toBe(last?.message);
    expect(again?.judgement.trail).toHaveLength(evidence.blocks.length);
  });
});

test('the end of a ramp is judged again as a ramp', () => {
  const asked = { budget: 50, from: 0.05, to: 0.05, maxFactor: 5 };
  const ramp = { asked, position: { share: 0.05, blockSeconds: 10, undoSeconds: 2 }, maxUntil: 1e9 };
  const evidence = release(times(30, GOOD));
  const [first] = evidence.decisions;
  const done = {
    at: 1,
    stage: '1',
    kind: 'pass',
    reason: 'pass',
    message: 'done',
    beside: false,
    ramp,
  } as const;
  const judged = (block: number) => replayRelease({ ...evidence, decisions: [{ ...done, block }] });
  expect(judged(first?.block ?? 0)).toMatchObject({ same: true, judgement: { outcome: 'pass' } });
  expect(judged(0)).toMatchObject({ same: false, judgement: { outcome: 'continue' } });
});

describe('a difference is found', () => {
  test('in a decision', () => {
    const evidence = release(times(30, GOOD));
    const [first, ...others] = evidence.decisions;
    if (first === undefined) throw new Error('There is no decision.');
    const changed = { ...evidence, decisions: [{ ...first, block: 0 }, ...others] };
    expect(replayRelease(changed)).toMatchObject({ same: false });
    expect(replayRelease(changed)?.decisions.map(({ same }) => same)).toEqual([false, true]);
  });

  test('in a fail that the release did not have, and in one that its counts do not', () => {
    const failed = release([...times(3, GOOD), ...times(9, BAD)]);
    expect(replayRelease({ ...failed, decisions: [] })).toMatchObject({ same: false });
    const { blocks } = release(times(failed.blocks.length, GOOD));
    expect(replayRelease({ ...failed, blocks })).toMatchObject({ same: false });
  });
});

test('what does not rest on counts is not compared', () => {
  const evidence = release(times(3, GOOD));
  const fail = { at: 1, block: 2, stage: '1', kind: 'fail', reason: 'instances', message: 'gone' } as const;
  const again = replayRelease({ ...evidence, decisions: [{ ...fail, beside: true }] });
  expect(again).toMatchObject({ same: true, decisions: [{ again: null, same: null }] });
  expect(again?.judgement.outcome).toBe('continue');
});

test('a release without traffic has nothing to judge', () => {
  const none = { blocks: [], calibrations: [], decisions: [], weights: [], course: {} };
  expect(replayRelease(none)).toBeUndefined();
});

test('the course says how long it took to each bound, and to the proof at each weight', () => {
  const { metrics = [], blocks, decisions } = release(times(30, GOOD));
  const end = blocks.reduce(
    (folding, each) => advanceFolding(folding, metrics, settings, each),
    beginFolding(metrics, settings),
  );
  const course = end.courses['errors'];
  const ratios = course?.excluded.map(({ ratio }) => ratio) ?? [];
  expect(ratios.slice(0, 3)).toEqual([10, 5, 3]);
  expect(course?.rateBound.map(({ rate }) => rate)).toEqual(
    course?.rateBound.map(({ rate }) => rate).toSorted((a, b) => b - a),
  );
  expect(course?.proven.map(({ stage }) => stage)).toEqual(['1', '2']);
  const [first] = course?.proven ?? [];
  expect(first?.seconds).toBe(10 * ((first?.block ?? 0) + 1));
  expect(first?.block).toBeLessThanOrEqual(decisions[0]?.block ?? 0);
});
