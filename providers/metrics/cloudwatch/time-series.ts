import type { Series } from '../metric-source.ts';
import { cumulate, type Periods } from './periods.ts';
import type { Points } from './read-points.ts';
import { CONTROL, partId, TOTAL } from './statistics.ts';

/**
 * A series for each edge and `+Inf`, as a histogram's buckets. None where there is no data at all. Throws when
 * CloudWatch has samples but no trimmed counts of them: no request would be slow then, or all. Pure.
 */
export function timeSeries(
  metric: string,
  edges: readonly number[],
  periods: Periods,
  points: Points,
): Series[] {
  const totals = points.get(TOTAL);
  if (totals === undefined || totals.size === 0) return [];
  if ((points.get(CONTROL)?.size ?? 0) === 0) {
    throw new Error(
      `CloudWatch has samples of ${metric} but no trimmed counts, which it makes only of values that were ` +
        'published one by one. Its requests cannot be sorted by edges.',
    );
  }
  const bucket = (le: string, counts: Map<number, number> | undefined): Series => ({
    labels: { le },
    samples: cumulate(periods, (start) => counts?.get(start) ?? 0),
  });
  return [...edges.map((edge, i) => bucket(String(edge), points.get(partId(i)))), bucket('+Inf', totals)];
}
