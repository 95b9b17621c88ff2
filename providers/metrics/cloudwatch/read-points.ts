import type { CloudWatchClient, GetMetricDataOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Slot } from '../../../config/plan.ts';
import type { CloudwatchQuery } from '../../../config/sources/cloudwatch.ts';
import { awsFailure } from '../../aws-failure.ts';
import { isCount } from '../../is-count.ts';
import { floorTo, type Periods } from './periods.ts';
import { statisticsOf, TOTAL } from './statistics.ts';

/** Counts by the start of their period, by the id of the statistic. A period without data is not there. */
export type Points = Map<string, Map<number, number>>;

/** The client for a query's region and endpoint. */
export type ClientOf = (query: Pick<CloudwatchQuery, 'region' | 'endpoint'>) => Promise<CloudWatchClient>;

/** One read of one slot. */
interface Read {
  query: CloudwatchQuery;
  slot: Slot;
  periods: Periods;
  clientOf: ClientOf;
  signal: AbortSignal;
}

/**
 * Reads all pages of what a query counts of one slot. Throws a sentence when AWS refuses, or when it says that what
 * it answers is not all: counts that lack a part are worse than none.
 */
export async function readPoints(read: Read): Promise<Points> {
  const { query, signal } = read;
  const { region, endpoint } = query;
  signal.throwIfAborted();
  const pages = await allPages(read).catch((error: unknown) => {
    signal.throwIfAborted();
    throw awsFailure(error, {
      action: 'cloudwatch:GetMetricData',
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
  });
  refuseIncomplete(query, pages);
  return pointsOf(read, pages);
}

async function allPages({ query, slot, periods, clientOf, signal }: Read): Promise<GetMetricDataOutput[]> {
  const { GetMetricDataCommand, ScanBy } = await import('@aws-sdk/client-cloudwatch');
  const client = await clientOf(query);
  const { start, period, length } = periods;
  const asked = {
    MetricDataQueries: queriesOf(query, slot),
    StartTime: new Date(start),
    // Exclusive: the period that begins there is not in the answer.
    EndTime: new Date(start + length * period),
    ScanBy: ScanBy.TIMESTAMP_ASCENDING,
  };
  const pages: GetMetricDataOutput[] = [];
  let token: string | undefined;
  do {
    const command = new GetMetricDataCommand(token === undefined ? asked : { ...asked, NextToken: token });
    const page = await client.send(command, { abortSignal: signal });
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined && token !== '');
  return pages;
}

function queriesOf(query: CloudwatchQuery, slot: Slot): MetricDataQuery[] {
  const { namespace, labels, period } = query;
  const dimensions = Object.entries(labels[slot]).map(([Name, Value]) => ({ Name, Value }));
  return statisticsOf(query).map(({ id, metric, stat }) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensions },
      Period: period / 1000,
      Stat: stat,
    },
  }));
}

/** A result is partial on every page but its last one, so the last status of each counts. */
function refuseIncomplete(query: CloudwatchQuery, pages: readonly GetMetricDataOutput[]): void {
  const status = new Map<string | undefined, string>();
  for (const { Id, StatusCode = 'nothing' } of results(pages)) status.set(Id, StatusCode);
  const incomplete = statisticsOf(query).find(({ id }) => status.get(id) !== 'Complete');
  const messages = [...pages, ...results(pages)].flatMap(({ Messages = [] }) => Messages);
  if (incomplete === undefined && messages.length === 0) return;
  const { id, metric, stat } = incomplete ?? { id: TOTAL, metric: query.series, stat: 'Sum' };
  const said = messages.map(({ Code = '', Value = '' }) => ` (${Code}: ${Value})`).join('');
  throw new Error(
    `CloudWatch answered ${stat} of ${metric} with ${status.get(id) ?? 'nothing'}${said}, so counts may be missing. ` +
      'It is asked again.',
  );
}

function pointsOf({ query, periods: { start, period, length } }: Read, pages: GetMetricDataOutput[]): Points {
  const points: Points = new Map(statisticsOf(query).map(({ id }) => [id, new Map()]));
  for (const { Id = '', Label = Id, Timestamps = [], Values = [] } of results(pages)) {
    const counts = points.get(Id);
    if (counts === undefined || Timestamps.length !== Values.length) {
      throw new Error(
        `CloudWatch answered ${Label} with ${Values.length} values at ${Timestamps.length} times.`,
      );
    }
    for (const [i, time] of Timestamps.entries()) {
      const value = Values[i] ?? NaN;
      const at = floorTo(period, time.getTime());
      if (!isCount(value)) {
        throw new Error(`CloudWatch answered ${Label} with ${value}, which is no count.`);
      }
      if (at >= start && at < start + length * period) counts.set(at, (counts.get(at) ?? 0) + value);
    }
  }
  return points;
}

function results(pages: readonly GetMetricDataOutput[]) {
  return pages.flatMap((page) => page.MetricDataResults ?? []);
}
