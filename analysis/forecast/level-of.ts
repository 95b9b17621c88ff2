import type { Circumstances, ExpectedMetric } from './types.ts';

/** The metric fails the release alone once its part of the sum reaches 1/alpha, and an edge its part of the metric. */
export function levelOf({ weight, edges = 1 }: ExpectedMetric, { alpha }: Circumstances): number {
  return (alpha * weight) / edges;
}
