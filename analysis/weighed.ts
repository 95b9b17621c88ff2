import type { MetricState } from './state.ts';
import type { Metric } from './types.ts';

/** A metric with the figures by which its newest block was weighed. A limit of its own stays. */
export function asWeighed(metric: Metric, { weighed }: Pick<MetricState, 'weighed'>): Metric {
  if (weighed === undefined) return metric;
  const limit = metric.limit ?? weighed.limit;
  return {
    ...metric,
    burstDivisor: weighed.burstDivisor ?? metric.burstDivisor,
    margin: weighed.margin ?? metric.margin,
    safeMargin: weighed.safeMargin ?? metric.safeMargin,
    ...(limit === undefined ? {} : { limit }),
  };
}
