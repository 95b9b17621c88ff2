import type {
  CloudWatchClient,
  GetMetricDataCommandInput,
  GetMetricDataOutput,
} from '@aws-sdk/client-cloudwatch';
import type { Slot } from '../../../config/plan.ts';
import type { AwsAlbRouter } from '../../../config/routers/aws-alb.ts';
import { awsFailure } from '../../aws-failure.ts';
import { awsSettings, type AwsPlace } from '../../aws-settings.ts';
import type { RequestSample } from '../router.ts';

/** How many periods are read: a reader who was away for longer has missed what was counted before. */
const PERIODS = 60;
/** A read has no effect, so that one whose answer was lost is simply sent again. */
const PATIENCE = { attempts: 2, timeout: 2000 };

const slots = ['blue', 'green'] as const;
const clients = new Map<string, CloudWatchClient>();

/**
 * Requests of each target group as CloudWatch has counted them. Each period is a series of its own, which grows
 * until the period is complete: so the counts are cumulative although CloudWatch keeps sums. They are of the time up
 * to the end of the last period that ended `delay` ago.
 */
export async function readRequests(
  { region, listener, targetGroups, cloudwatch }: AwsAlbRouter,
  signal: AbortSignal,
): Promise<RequestSample> {
  const { endpoint, period, delay } = cloudwatch;
  const place: AwsPlace = { region, ...(endpoint === undefined ? {} : { endpoint }) };
  const at = Math.floor((Date.now() - delay) / period) * period;
  const asked = {
    StartTime: new Date(at - PERIODS * period),
    EndTime: new Date(at),
    MetricDataQueries: slots.map((slot) => ({
      Id: slot,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'RequestCount',
          Dimensions: dimensionsOf(listener, targetGroups[slot]),
        },
        Period: period / 1000,
        Stat: 'Sum',
      },
    })),
  };
  signal.throwIfAborted();
  const pages = await readPages(place, asked, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw awsFailure(error, { action: 'cloudwatch:GetMetricData', ...place });
  });
  const series: Record<Slot, Record<string, number>> = { blue: {}, green: {} };
  for (const slot of slots) {
    const results = pages.flatMap(({ MetricDataResults = [] }) => MetricDataResults);
    const own = results.filter(({ Id }) => Id === slot);
    const status = own.at(-1)?.StatusCode ?? 'nothing';
    if (status !== 'Complete')
      throw new Error(
        `CloudWatch answered the requests of ${slot} with ${status}, so counts may be missing.`,
      );
    for (const { Timestamps = [], Values = [] } of own)
      for (const [i, time] of Timestamps.entries()) series[slot][time.toISOString()] = Values[i] ?? 0;
  }
  return { at, series };
}

async function readPages(
  place: AwsPlace,
  asked: GetMetricDataCommandInput,
  signal: AbortSignal,
): Promise<GetMetricDataOutput[]> {
  const { CloudWatchClient, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const key = JSON.stringify([place.region, place.endpoint]);
  const client = clients.get(key) ?? new CloudWatchClient(awsSettings(place, PATIENCE));
  clients.set(key, client);
  const pages: GetMetricDataOutput[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand(token === undefined ? asked : { ...asked, NextToken: token }),
      { abortSignal: signal },
    );
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined && token !== '');
  return pages;
}

/** CloudWatch names both by the ends of their ARNs. */
function dimensionsOf(listener: string, targetGroup: string): { Name: string; Value: string }[] {
  const [, kind = '', name = '', id = ''] = listener.slice(listener.lastIndexOf(':')).split('/');
  const group = targetGroup.slice(targetGroup.lastIndexOf(':') + 1);
  return [
    { Name: 'TargetGroup', Value: group },
    { Name: 'LoadBalancer', Value: [kind, name, id].join('/') },
  ];
}
