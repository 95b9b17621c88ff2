import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../../analysis/calibration.ts';
import { addInterval, beginSums } from '../../../analysis/calibration/stable-sums.ts';
import { EXCLUSION_RATIOS } from '../../../analysis/exclusion.ts';
import { mismatchLogE } from '../../../analysis/mismatch.ts';
import { summarise } from '../../../analysis/summary.ts';
import { blocksToVerdict } from '../../../analysis/time-to-verdict.ts';
import { advance, begin } from '../../../analysis/verdict.ts';
import type { Counts } from '../../../analysis/types.ts';
import { block, errorMetric, settings, sides, type Row } from './release.ts';

interface ProcessCase {
  kind: 'process';
  note: string;
  margin: number;
  safeMargin: number;
  negligible: number;
  burstDivisor: number;
  plannedBlocks: number;
  beta: number;
  blocks: Row[];
  harmLogE: number[];
  safeLogE: number[];
  excluded: number | null;
  rateBound: number;
  limit: number;
  limitHarmLogE: number[];
  limitSafeLogE: number[];
}
interface MismatchCase {
  kind: 'mismatch';
  share: number;
  splitDivisor: number;
  splits: [number, number][];
  logE: number[];
}
interface EtaCase {
  kind: 'eta';
  candidatePerBlock: number;
  stablePerBlock: number;
  badRate: number;
  trueRatio: number;
  margin: number;
  level: number;
  process: 'harm' | 'safe';
  burstDivisor: number;
  blocks: number | null;
}
interface Calibrated {
  blockIntervals: number;
  burstDivisor: number;
  phi: number | null;
}
interface CalibrationCase {
  kind: 'calibration';
  note: string;
  halfA: number[];
  halfB: number[];
  total: number[];
  halves: Calibrated;
  pairs: Calibrated;
}

const golden: { cases: (ProcessCase | MismatchCase | EtaCase | CalibrationCase)[] } = JSON.parse(
  readFileSync(new URL('../../golden/verdict-golden.json', import.meta.url), 'utf8'),
);

/** Equal to a relative 1e-9; where the golden figure is 0 only the rounding of a double is left. */
function same(actual: number | null | undefined, expected = NaN): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-14);
}

const processes = golden.cases.filter((each) => each.kind === 'process');
const mismatches = golden.cases.filter((each) => each.kind === 'mismatch');
const etas = golden.cases.filter((each) => each.kind === 'eta');
const calibrations = golden.cases.filter((each) => each.kind === 'calibration');

test('the golden file holds the kinds that are checked here', () => {
  expect([processes.length, mismatches.length, etas.length, calibrations.length]).toEqual([10, 4, 6, 6]);
});

describe('processes', () => {
  test.each(processes)('$note, burst divisor $burstDivisor, margin $margin', (golden) => {
    const { margin, safeMargin, negligible, burstDivisor, limit, plannedBlocks, beta } = golden;
    const metrics = [errorMetric({ margin, safeMargin, negligible, burstDivisor, limit })];
    const used = { ...settings, plannedBlocks, beta };
    let state = begin(metrics, used);
    golden.blocks.forEach((row, i) => {
      state = advance(state, metrics, used, block(i, { errors: sides(row) }));
      const [summary] = summarise(state, metrics, used);
      same(summary?.harmLogE, golden.harmLogE[i]);
      same(summary?.safeLogE, golden.safeLogE[i]);
      same(summary?.limit?.harmLogE, golden.limitHarmLogE[i]);
      same(summary?.limit?.safeLogE, golden.limitSafeLogE[i]);
    });
    const [summary] = summarise(state, metrics, used);
    expect(summary?.exclusionBound).toBe(golden.excluded);
    expect(summary?.rateBound).toBe(golden.rateBound);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

test.each(mismatches)('mismatch at a share of $share', ({ splits, share, splitDivisor, logE }) => {
  let candidate = 0;
  let stable = 0;
  splits.forEach(([more, rest], i) => {
    candidate += more;
    stable += rest;
    same(mismatchLogE(candidate, stable, share, splitDivisor), logE[i]);
  });
});

test.each(etas)('time to verdict: $process, ratio $trueRatio', ({ blocks, ...stream }) => {
  const expected = blocksToVerdict({ ...stream, negligible: 0 });
  expect(expected === undefined).toBe(blocks === null);
  same(expected ?? 0, blocks ?? 0);
});

describe.each(calibrations)('calibration with $note, halves phi $halves.phi', (golden) => {
  const sums = golden.total
    .map((total, i) => {
      const [a, b] = [golden.halfA[i] ?? NaN, golden.halfB[i] ?? NaN];
      const half = (bad: number): Counts => ({ total: total / 2, bad: [bad] });
      return { total, bad: [a + b], halves: { a: half(a), b: half(b) } };
    })
    .reduce(addInterval, beginSums(1));

  test.each(['pairs', 'halves'] as const)('%s', (method) => {
    const found = calibrate(sums, { by: method });
    const expected = golden[method];
    expect(found.blockIntervals).toBe(expected.blockIntervals);
    same(found.burstDivisor, expected.burstDivisor);
    expect(found.method).toBe(expected.phi === null ? 'assumed' : method);
    expect(found.phi === null).toBe(expected.phi === null);
    same(found.phi ?? 0, expected.phi ?? 0);
  });
});

test('the figures of the table in verdict.md §7 come out', () => {
  const needs = (process: 'harm' | 'safe', margin: number, trueRatio: number): number => {
    const stream = { process, margin, trueRatio, badRate: 0.001, negligible: 0, burstDivisor: 1 };
    const level = process === 'harm' ? 0.01 : 0.05;
    return 0.001 * (blocksToVerdict({ ...stream, level, candidatePerBlock: 1, stablePerBlock: 9999 }) ?? NaN);
  };
  const safe = [needs('safe', 1.25, 1), needs('safe', 1.5, 1), needs('safe', 2, 1), needs('safe', 5, 1)];
  [121, 34, 10.6, 1.4].forEach((bad, i) => {
    expect((safe[i] ?? NaN) / bad).toBeCloseTo(1, 1);
  });
  expect(needs('harm', 1.25, 2)).toBeCloseTo(35, 0);
  expect(needs('harm', 1.25, 10)).toBeCloseTo(0.5, 1);
});

test('exclusion ratios fall, so that the bound is the last in a row', () => {
  expect(EXCLUSION_RATIOS).toEqual([...EXCLUSION_RATIOS].sort((a, b) => b - a));
});
