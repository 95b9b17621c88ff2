import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { pino } from 'pino';
import type { Slot } from '../../config/plan.ts';
import type { CloudwatchQuery } from '../../config/sources/cloudwatch.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { makeCloudwatchSourceRig } from '../rigs/cloudwatch-source.ts';
import { startMoto } from '../rigs/moto.ts';
import { describeWith } from '../rigs/test-program.ts';
import { metricSourceContract, type MetricSourceRig } from './metric-source-contract.ts';

const minute = 60_000;
const dimensions: CloudwatchQuery['labels'] = {
  blue: { TargetGroup: 'targetgroup/blue/1', LoadBalancer: 'app/front/2' },
  green: { TargetGroup: 'targetgroup/green/3', LoadBalancer: 'app/front/2' },
};

describeWith('moto_server', () => metricSourceContract('cloudwatch on moto', makeMotoRig));

metricSourceContract('cloudwatch over Traefik', async () => {
  const rig = await makeCloudwatchSourceRig();
  return {
    source: rig.source,
    counter: rig.requests,
    histogram: rig.times,
    unknown: {
      ...rig.requests,
      series: 'NapCount',
      parts: { kind: 'outcome', outcome: 'good', metrics: [] },
    },
    since: Date.now(),
    tellsStart: false,
    count: (slot, requests) => rig.traefik.send(slot, requests),
    pause: () => rig.cloudwatch.kill(),
    resume: () => rig.cloudwatch.start(),
    stop: () => rig.stop(),
  };
});

async function makeMotoRig(): Promise<MetricSourceRig> {
  const moto = await startMoto();
  const client = new CloudWatchClient({ endpoint: moto.endpoint });
  const thisMinute = Math.floor(Date.now() / minute) * minute;
  const since = thisMinute - 5 * minute;
  const query = (series: string): CloudwatchQuery => ({
    kind: 'cloudwatch',
    endpoint: moto.endpoint,
    namespace: 'AWS/ApplicationELB',
    series,
    parts: { kind: 'outcome', outcome: 'bad', metrics: ['HTTPCode_Target_5XX_Count'] },
    labels: dimensions,
    period: minute,
    delay: 1000,
  });
  const count = async (slot: Slot, requests: number): Promise<void> => {
    const Dimensions = Object.entries(dimensions[slot]).map(([Name, Value]) => ({ Name, Value }));
    const Timestamp = new Date(thisMinute - 2 * minute + 5000);
    // Its own namespace is closed to users at AWS; moto does not mind.
    const MetricData = [{ MetricName: 'RequestCount', Dimensions, Timestamp, Value: requests }];
    await client.send(new PutMetricDataCommand({ Namespace: 'AWS/ApplicationELB', MetricData }));
  };
  const counter = query('RequestCount');
  return {
    source: createMetricSource(counter, { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) }),
    counter,
    unknown: query('NapCount'),
    since,
    tellsStart: false,
    count,
    pause: () => moto.kill(),
    resume: () => moto.start(),
    stop: async () => {
      client.destroy();
      await moto.stop();
    },
  };
}
