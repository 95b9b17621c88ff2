import { z } from 'zod';
import type { Sums } from './sums.ts';

/** What AWS's SDK sends to GetMetricData, as far as it is understood here. */
export const metricDataRequest = z.object({
  MetricDataQueries: z
    .array(
      z.object({
        Id: z.string(),
        MetricStat: z.object({
          Metric: z.object({
            Namespace: z.literal('AWS/ApplicationELB'),
            MetricName: z.string(),
            Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
          }),
          Period: z.number().refine((period) => [1, 5, 10, 20, 30].includes(period) || period % 60 === 0),
          Stat: z.string(),
        }),
      }),
    )
    .max(500),
  /** Seconds since the epoch. */
  StartTime: z.number(),
  EndTime: z.number(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  NextToken: z.string().optional(),
});

type MetricDataRequest = z.output<typeof metricDataRequest>;
type Query = MetricDataRequest['MetricDataQueries'][number];

/** One metric's points: seconds since the epoch, and a count at each. */
export interface MetricData {
  Id: string;
  Label: string;
  Timestamps: number[];
  Values: number[];
}

/** What is counted, and how it is published. */
export interface Published {
  sums: Sums;
  /** Traefik's service of each target group, by the value of the dimension TargetGroup. */
  services: Record<string, string>;
  /** How late a count is published, in milliseconds. */
  lag: number;
}

/**
 * The points of all queries. As at AWS there is none where nothing was counted, and the newest ones hold what has been
 * published of their period so far. Throws for a statistic that is not kept.
 */
export function metricData(request: MetricDataRequest, published: Published): MetricData[] {
  return request.MetricDataQueries.map((query) => {
    const { MetricName, Dimensions } = query.MetricStat.Metric;
    const group = Dimensions.find(({ Name }) => Name === 'TargetGroup')?.Value ?? '';
    const complete = Dimensions.some(({ Name }) => Name === 'LoadBalancer');
    const service = complete ? (published.services[group] ?? '') : '';
    const points = pointsOf(query, request, service, published);
    if (request.ScanBy === 'TimestampDescending') points.reverse();
    return {
      Id: query.Id,
      Label: `${group} ${MetricName}`,
      Timestamps: points.map(({ at }) => at / 1000),
      Values: points.map(({ count }) => count),
    };
  });
}

function pointsOf(
  { MetricStat }: Query,
  { StartTime, EndTime }: MetricDataRequest,
  service: string,
  { sums, lag }: Published,
): { at: number; count: number }[] {
  const period = MetricStat.Period * 1000;
  const counted = countedBy(MetricStat.Metric.MetricName, MetricStat.Stat);
  const published = Date.now() - lag;
  const points = [];
  for (let at = Math.floor((StartTime * 1000) / period) * period; at < EndTime * 1000; at += period) {
    const count = sums.sum(service, counted, at, Math.min(at + period, published));
    const all = counted.startsWith('le ')
      ? sums.sum(service, 'le +Inf', at, Math.min(at + period, published))
      : count;
    if (all > 0) points.push({ at, count });
  }
  return points;
}

function countedBy(metric: string, stat: string): string {
  if (metric !== 'TargetResponseTime') return metric;
  if (stat === 'SampleCount') return 'le +Inf';
  const edge = /^TC\(:([\d.]+)\)$/.exec(stat)?.[1];
  if (edge === undefined) throw new Error(`${stat} of ${metric} is not kept here`);
  return Number(edge) > 1000 ? 'le +Inf' : `le ${edge}`;
}
