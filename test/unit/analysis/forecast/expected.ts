import type { Circumstances, ExpectedMetric } from '../../../../analysis/forecast/types.ts';

/** An error metric with the defaults of verdict.md, a burst divisor of 1 and 0.1 % of errors. */
export function expectedMetric(changes: Partial<ExpectedMetric> = {}): ExpectedMetric {
  return {
    name: 'errors',
    weight: 1,
    margin: 1.25,
    safeMargin: 2,
    negligible: 0,
    burstDivisor: 1,
    required: true,
    floor: 0,
    rates: [0.001],
    ...changes,
  };
}

/** A second a block and nothing that takes time beside it. */
export const bare: Circumstances = {
  alpha: 0.01,
  beta: 0.05,
  plannedBlocks: 360,
  perSecond: 10_000,
  block: 1,
  warmup: 0,
  settle: 0,
  lag: 0,
  undo: 0,
};
