import type { Outcome } from '../../../config/sources/cloudwatch.ts';
import type { Series } from '../metric-source.ts';
import { cumulate, type Periods } from './periods.ts';
import type { Points } from './read-points.ts';
import { partId, TOTAL } from './statistics.ts';

/**
 * Two series, `outcome="good"` and `outcome="bad"`: the named metrics together, and what the total counts beyond
 * them. None where there is no data at all. Throws when only the total is missing, for then its name is wrong. Pure.
 */
export function requestSeries(
  total: string,
  { metrics, outcome }: Outcome,
  periods: Periods,
  points: Points,
): Series[] {
  const totals = points.get(TOTAL);
  const parts = metrics.flatMap((_, i) => points.get(partId(i)) ?? []);
  if (totals === undefined || totals.size === 0) {
    if (parts.every(({ size }) => size === 0)) return [];
    throw new Error(`CloudWatch has data of ${metrics.join(', ')}, but none of ${total}. Is that its name?`);
  }
  const listed = cumulate(periods, (start) => parts.reduce((sum, part) => sum + (part.get(start) ?? 0), 0));
  const all = cumulate(periods, (start) => totals.get(start) ?? 0);
  return [
    { labels: { outcome }, samples: listed },
    { labels: { outcome: outcome === 'good' ? 'bad' : 'good' }, samples: rest(all, listed) },
  ];
}

/** A request may be counted in a later period than its answer: the sums level that out, and never fall for it. */
function rest(all: Series['samples'], listed: Series['samples']): Series['samples'] {
  let highest = 0;
  return all.map(({ at, value }, i) => {
    highest = Math.max(highest, value - (listed[i]?.value ?? 0));
    return { at, value: highest };
  });
}
