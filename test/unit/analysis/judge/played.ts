import { decideAt, type Question } from '../../../../analysis/decide-at.ts';
import { explain } from '../../../../analysis/explain.ts';
import type { Decision, Evidence } from '../../../../analysis/judge/evidence.ts';
import type { Block, Metric } from '../../../../analysis/types.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import { block, errorMetric, settings, sides, type Row } from '../release.ts';

/** A block in which both sides fail alike. */
export const GOOD: Row = [500, 5, 9500, 95];
/** One in which the candidate fails ten times as often. */
export const BAD: Row = [500, 50, 9500, 95];
/** One in which the candidate gets no request. */
export const SILENT: Row = [0, 0, 9500, 95];

/** Plays a release: two bakes of at most two minutes each, until its first decision that ends it. */
export function release(rows: readonly Row[], until: 'safe' | 'elapsed' = 'safe'): Evidence {
  const metrics: Metric[] = [errorMetric({ burstDivisor: 2 })];
  const decisions: Decision[] = [];
  const blocks: Block[] = [];
  let state = begin(metrics, settings);
  let weight = 1;
  let bake: NonNullable<Question['bake']> = { until, minRequests: 1000, minUntil: 25_000, maxUntil: 120_000 };
  for (const [i, row] of rows.entries()) {
    // Calibrated anew at the second weight.
    const weighed = weight === 1 ? {} : { weighed: { errors: { burstDivisor: 1 } } };
    const newest = block(i, { errors: sides(row) }, { stage: `${weight}`, ...weighed });
    blocks.push(newest);
    state = advance(state, metrics, settings, newest);
    const at = newest.start + 10_300;
    const question = { stage: `${weight}`, bake };
    const { verdict, known, conditions } = decideAt(question, state, metrics, settings, at);
    const { outcome, reason, blame } = verdict;
    if (outcome === 'continue' || outcome === 'error') continue;
    const message = explain(verdict, known, metrics, settings, conditions);
    decisions.push({
      ...question,
      at: at + 40,
      block: i,
      kind: outcome,
      reason: reason ?? outcome,
      message,
      ...(blame === undefined ? {} : { blame }),
      beside: false,
    });
    if (outcome !== 'pass') break;
    weight += 1;
    bake = { ...bake, minUntil: at + 25_000, maxUntil: at + 120_000 };
    if (weight > 2) break;
  }
  return { metrics, settings, blocks, calibrations: [], decisions, weights: [], course: {} };
}

/** The same block so many times. */
export function times(count: number, row: Row): Row[] {
  return Array.from({ length: count }, () => row);
}
