import type { GetMetricDataOutput } from '@aws-sdk/client-cloudwatch';
import type { CloudwatchScalar } from '../../../config/queries/cloudwatch.ts';
import type { Slot } from '../../../config/plan.ts';
import { awsFailure } from '../../aws-failure.ts';
import type { ScalarSource } from '../scalar-source.ts';
import { floorTo } from './periods.ts';
import type { ClientOf } from './read-points.ts';

const ID = 'rule';

/** One statistic over the newest period that is over for the query's delay, or nothing where it has no data. */
export function createCloudwatchScalar(clientOf: ClientOf): ScalarSource {
  return {
    async scalar(query: CloudwatchScalar, slot, at, signal) {
      signal.throwIfAborted();
      const page = await readPage(query, slot, at, { clientOf, signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        const { region, endpoint } = query;
        throw awsFailure(error, {
          action: 'cloudwatch:GetMetricData',
          ...(region === undefined ? {} : { region }),
          ...(endpoint === undefined ? {} : { endpoint }),
        });
      });
      return valueOf(query, page);
    },
  };
}

async function readPage(
  query: CloudwatchScalar,
  slot: Slot,
  at: number,
  { clientOf, signal }: { clientOf: ClientOf; signal: AbortSignal },
): Promise<GetMetricDataOutput> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const { namespace, metric, statistic, labels, period, delay } = query;
  const end = floorTo(period, at - delay);
  const client = await clientOf(query);
  const command = new GetMetricDataCommand({
    MetricDataQueries: [
      {
        Id: ID,
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: metric,
            Dimensions: Object.entries(labels[slot]).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: period / 1000,
          Stat: statistic,
        },
      },
    ],
    StartTime: new Date(end - period),
    // Exclusive: the period that begins there is not in the answer.
    EndTime: new Date(end),
  });
  return client.send(command, { abortSignal: signal });
}

/** A value that lacks a part is none. */
function valueOf({ metric, statistic }: CloudwatchScalar, page: GetMetricDataOutput): number[] {
  const result = page.MetricDataResults?.find(({ Id }) => Id === ID);
  const said = [...(page.Messages ?? []), ...(result?.Messages ?? [])].map(
    ({ Code = '', Value = '' }) => ` (${Code}: ${Value})`,
  );
  if (result?.StatusCode !== 'Complete' || said.length > 0) {
    const status = result?.StatusCode ?? 'nothing';
    throw new Error(
      `CloudWatch answered ${statistic} of ${metric} with ${status}${said.join('')}. It is asked again.`,
    );
  }
  return (result.Values ?? []).slice(0, 1);
}
