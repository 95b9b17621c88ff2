import type { CloudwatchQuery } from '../../config/sources/cloudwatch.ts';
import type { MetricSource } from './metric-source.ts';
import { readPoints, type ClientOf } from './cloudwatch/read-points.ts';
import { completePeriods } from './cloudwatch/periods.ts';
import { requestSeries } from './cloudwatch/request-series.ts';
import { timeSeries } from './cloudwatch/time-series.ts';

/**
 * CloudWatch's sums by period, as cumulative series. Each answer counts from 0 at the start of the period that
 * `from` lies in, and has a sample at the end of every period since, so that a period belongs to the stretch in
 * which it ends. Only periods count that are over for the query's `delay`: younger ones may still grow. A slot that
 * has no data at all in these periods has no series; where it has some, a period without is 0, because AWS publishes
 * no zeros.
 */
export function createCloudwatchSource(query: CloudwatchQuery, clientOf: ClientOf): MetricSource {
  return {
    history: true,
    lag: query.delay,
    async counters(asked: CloudwatchQuery, slot, range, signal) {
      const periods = completePeriods(range, asked, Date.now());
      if (periods.length === 0) return { series: [] };
      const points = await readPoints({ query: asked, slot, periods, clientOf, signal });
      const series =
        asked.parts.kind === 'outcome'
          ? requestSeries(asked.series, asked.parts, periods, points)
          : timeSeries(asked.series, asked.parts.edges, periods, points);
      return { series };
    },
    async health(signal) {
      const now = Date.now();
      const range = { from: now - query.delay - 2 * query.period, to: now };
      const periods = completePeriods(range, query, now);
      await readPoints({ query, slot: 'blue', periods, clientOf, signal });
    },
  };
}
