import type { MetricConfig, Milliseconds } from '../plan.ts';

/** Bad by slowness: edges in seconds, as a histogram's `le` labels have them; without edges all of them. */
export function slowerThan(edges: readonly Milliseconds[] | undefined): MetricConfig['bad'] {
  return { kind: 'slower', edges: edges?.map((milliseconds) => milliseconds / 1000) ?? 'all' };
}
