import type { AnalysisConfig } from '../../config/plan.ts';

/** How evidence is gathered with blocks of a given length and without a warm-up, in milliseconds. */
export function analysisConfig(block: number, more: Partial<AnalysisConfig> = {}): AnalysisConfig {
  return {
    alpha: 0.01,
    beta: 0.05,
    block,
    blockGiven: true,
    interval: block,
    shortestBlock: block,
    warmup: 0,
    splitDivisor: 10,
    plannedBlocks: 60,
    ...more,
  };
}

/** A watch at its beginning, with nothing learnt of the stable side. */
export const unlearnt = { calibrations: {}, limits: {}, learnt: { edges: {}, halving: {} }, state: null };
