import { advance, begin } from '../../../analysis/verdict.ts';
import type { Block, Metric, Settings, SideCounts, VerdictState } from '../../../analysis/types.ts';

/** Counts of a block as in the golden file: candidate requests, candidate bad, stable requests, stable bad. */
export type Row = readonly [number, number, number, number];

export const settings: Settings = {
  alpha: 0.01,
  beta: 0.05,
  plannedBlocks: 360,
  splitDivisor: 10,
  granularity: 0.0001,
};

/** An error metric with the defaults of verdict.md; `changes` replaces what a test is about. */
export function errorMetric(changes: Partial<Metric> = {}): Metric {
  return {
    name: 'errors',
    weight: 1,
    margin: 1.25,
    safeMargin: 2,
    negligible: 0.001,
    burstDivisor: 1,
    required: true,
    floor: 0.001,
    ...changes,
  };
}

/** Both sides of an error metric. */
export function sides([candidate, candidateBad, stable, stableBad]: Row): SideCounts {
  return {
    candidate: { total: candidate, bad: [candidateBad] },
    stable: { total: stable, bad: [stableBad] },
  };
}

/** Block number `index` of 10 seconds at 5 %. */
export function block(index: number, counts: Block['counts'], changes: Partial<Block> = {}): Block {
  return { start: index * 10_000, seconds: 10, stage: '5%', counts, ...changes };
}

/** Folds blocks into a fresh state. */
export function play(
  metrics: readonly Metric[],
  blocks: readonly Block[],
  used: Settings = settings,
): VerdictState {
  return blocks.reduce((state, each) => advance(state, metrics, used, each), begin(metrics, used));
}

/** The same row of the metric `errors`, several times over. */
export function repeat(times: number, row: Row, changes: Partial<Block> = {}): Block[] {
  return Array.from({ length: times }, (_, i) => block(i, { errors: sides(row) }, changes));
}
