import { advance, begin } from '../../analysis/verdict.ts';
import type { Calibration } from '../../analysis/calibration.ts';
import type { Block, Metric, Settings, VerdictState } from '../../analysis/types.ts';
import type { AnalysisConfig, BasisPoints, MetricConfig } from '../../config/plan.ts';

/** Stands for the edges of a histogram until they are chosen: no counts are made at it, so it proves nothing. */
const NOT_CHOSEN = [0];

/** The burst divisor of a metric of which too little is known (verdict.md §6). */
const ASSUMED_DIVISOR = 8;

/**
 * The plan's metrics as the verdict knows them; `edges` are those chosen so far, and `calibrations` those that hold
 * now, by metric. Pure.
 */
export function metricsOf(
  configs: readonly MetricConfig[],
  edges: Record<string, number[]>,
  calibrations: Record<string, Calibration>,
): Metric[] {
  return configs.map(({ source: _source, instances: _instances, bad, burstDivisor, ...metric }) => ({
    ...metric,
    burstDivisor: burstDivisor ?? calibrations[metric.name]?.burstDivisor ?? ASSUMED_DIVISOR,
    ...(bad.kind === 'labels' ? {} : { edges: edges[metric.name] ?? NOT_CHOSEN }),
  }));
}

/** How the verdict weighs evidence, for a router of this granularity. Pure. */
export function settingsOf(analysis: AnalysisConfig, granularity: BasisPoints): Settings {
  const { alpha, beta, plannedBlocks, splitDivisor } = analysis;
  return {
    alpha,
    beta,
    plannedBlocks: Math.max(1, plannedBlocks),
    splitDivisor,
    granularity: granularity / 10_000,
  };
}

/**
 * The verdict's state once the edges of a metric are chosen: the metric stands as if it had been absent from every
 * block so far, so that folding all blocks again gives the same. Pure.
 */
export function withChosenEdges(state: VerdictState, metric: Metric, settings: Settings): VerdictState {
  let alone = begin([metric], settings);
  const empty: Block = { start: 0, seconds: 0, stage: '', counts: {} };
  for (let i = 0; i < state.blocks; i += 1) alone = advance(alone, [metric], settings, empty);
  return { ...state, metrics: { ...state.metrics, ...alone.metrics } };
}
