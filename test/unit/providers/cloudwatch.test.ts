import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Slot } from '../../../config/plan.ts';
import type { CloudwatchQuery } from '../../../config/sources/cloudwatch.ts';
import { createMetricSource } from '../../../providers/metrics/index.ts';
import { startCloudwatch, type CloudwatchStandIn } from '../../rigs/cloudwatch.ts';

const signal = new AbortController().signal;
/** Some seconds ago, where also a period of 5 s begins. */
const start = Math.floor(Date.now() / 5000) * 5000 - 20_000;
/** What blue counted in each second from `start` on; green never had a request. */
const counted: Record<string, number[]> = {
  RequestCount: [10, 20, 0, 30, 5],
  HTTPCode_Target_2XX_Count: [9, 20, 0, 28, 4],
  HTTPCode_Target_3XX_Count: [0, 0, 0, 1, 1],
  HTTPCode_Target_5XX_Count: [1, 0, 0, 0, 0],
  'le 0.005': [4, 10, 0, 30, 0],
  'le +Inf': [10, 20, 0, 30, 5],
};
let cloudwatch: CloudwatchStandIn;
let fine: CloudwatchStandIn['trouble'];

beforeAll(async () => {
  const sums = {
    sum: (service: string, metric: string, from: number, to: number) =>
      service === 'blue'
        ? (counted[metric] ?? []).reduce((sum, count, i) => {
            const second = start + i * 1000;
            return second >= from && second < to ? sum + count : sum;
          }, 0)
        : 0,
    read: () => Promise.resolve(),
  };
  cloudwatch = await startCloudwatch(() => sums, {
    'targetgroup/blue/1': 'blue',
    'targetgroup/green/3': 'green',
  });
  fine = structuredClone(cloudwatch.trouble);
});
afterAll(() => cloudwatch.stop());
beforeEach(() => Object.assign(cloudwatch.trouble, structuredClone(fine), { message: undefined }));

const LoadBalancer = 'app/front/2';
const requests = (of: Partial<CloudwatchQuery> = {}): CloudwatchQuery => ({
  kind: 'cloudwatch',
  endpoint: cloudwatch.endpoint,
  namespace: 'AWS/ApplicationELB',
  series: 'RequestCount',
  parts: {
    kind: 'outcome',
    outcome: 'good',
    metrics: ['HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count', 'HTTPCode_Target_4XX_Count'],
  },
  labels: {
    blue: { TargetGroup: 'targetgroup/blue/1', LoadBalancer },
    green: { TargetGroup: 'targetgroup/green/3', LoadBalancer },
  },
  period: 1000,
  delay: 1000,
  ...of,
});
interface Asked {
  slot?: Slot;
  from?: number;
  to?: number;
  until?: AbortSignal;
}
const ask = async (
  query = requests(),
  { slot = 'blue', from = start, to = start + 5000, until = signal }: Asked = {},
): Promise<Record<string, number[]>> => {
  const source = createMetricSource(query, {
    dataFolder: '',
    environment: {},
    log: pino({ level: 'silent' }),
  });
  const { series } = await source.counters(query, slot, { from, to }, until);
  return Object.fromEntries(
    series.map(({ labels, samples }) => [Object.values(labels).join(), samples.map(({ value }) => value)]),
  );
};

test('what no target answered well is bad, and a period without a figure is 0', async () => {
  expect(await ask()).toEqual({ good: [0, 9, 29, 29, 58, 63], bad: [0, 1, 1, 1, 2, 2] });
});

test('named bad requests are bad, and the rest is good', async () => {
  const metrics = ['HTTPCode_Target_5XX_Count'];
  const query = requests({ parts: { kind: 'outcome', outcome: 'bad', metrics } });
  expect(await ask(query)).toEqual({ bad: [0, 1, 1, 1, 1, 1], good: [0, 9, 29, 29, 59, 64] });
});

test('times are sorted by their edges', async () => {
  const query = requests({ series: 'TargetResponseTime', parts: { kind: 'edges', edges: [0.005, 7] } });
  expect(await ask(query)).toEqual({
    '0.005': [0, 4, 14, 14, 44, 44],
    '7': [0, 0, 0, 0, 0, 0],
    '+Inf': [0, 10, 30, 30, 60, 65],
  });
});

test('a target group without any figure has no series, which is not 0 requests', async () => {
  expect(await ask(requests(), { slot: 'green' })).toEqual({});
  expect(await ask(requests(), { from: start + 2000, to: start + 3000 })).toEqual({});
});

test('all dimensions are asked for, since CloudWatch finds nothing by a part of them', async () => {
  const labels = { blue: { TargetGroup: 'targetgroup/blue/1' }, green: {} };
  expect(await ask(requests({ labels }))).toEqual({});
});

test('a total without figures is refused where its parts have some, for then it has another name', async () => {
  cloudwatch.trouble.missing = ['RequestCount'];
  await expect(ask()).rejects.toThrow(/but none of RequestCount\. Is that its name\?$/);
});

test('periods count whole: from the one that the stretch begins in to the last that is over', async () => {
  const half = 500;
  expect(await ask(requests(), { from: start + half, to: start + 1000 + half })).toEqual({
    good: [0, 9],
    bad: [0, 1],
  });
  expect(await ask(requests({ period: 5000 }), { from: start, to: start + 4999 })).toEqual({});
});

test('a period that may still grow is left out, whatever is asked for', async () => {
  const delay = Date.now() - start - 2000;
  expect(await ask(requests({ delay }))).toEqual({ good: [0, 9, 29], bad: [0, 1, 1] });
});

test('pages are read to the last', async () => {
  const all = await ask();
  const calls = cloudwatch.calls();
  cloudwatch.trouble.pageSize = 2;
  expect(await ask()).toEqual(all);
  expect(cloudwatch.calls() - calls).toBeGreaterThan(3);
});

test.each(['PartialData', 'InternalError'] as const)(
  'what is answered with %s at the end is refused',
  async (status) => {
    cloudwatch.trouble.status = status;
    await expect(ask()).rejects.toThrow(
      `CloudWatch answered Sum of RequestCount with ${status}, so counts may be missing. It is asked again.`,
    );
  },
);

test('a message of CloudWatch is told, and what it speaks of is refused', async () => {
  cloudwatch.trouble.message = 'Maximum number of allowed metrics exceeded';
  await expect(ask()).rejects.toThrow(/\(MaxMetricsExceeded: Maximum number of allowed metrics exceeded\)/);
});

test('a call that is throttled once is simply sent again', async () => {
  cloudwatch.trouble.refuse = { times: 1, code: 'ThrottlingException', message: 'Rate exceeded' };
  expect(await ask()).toEqual({ good: [0, 9, 29, 29, 58, 63], bad: [0, 1, 1, 1, 2, 2] });
});

test('throttling that stays is told from credentials that have expired', async () => {
  cloudwatch.trouble.refuse = { times: 2, code: 'ThrottlingException', message: 'Rate exceeded' };
  await expect(ask()).rejects.toThrow(
    /^cloudwatch:GetMetricData at http.* failed: AWS throttles it \(Rate exceeded\)\./,
  );
  cloudwatch.trouble.refuse = { times: 2, code: 'ExpiredTokenException', message: 'The token is expired' };
  await expect(ask()).rejects.toThrow(
    /failed: the credentials have expired \(The token is expired\)\. Renew them/,
  );
});

test('a server that does not answer is left when the caller has had enough', async () => {
  cloudwatch.trouble.silent = true;
  const until = AbortSignal.timeout(100);
  await expect(ask(requests(), { until })).rejects.toThrow('The operation was aborted due to timeout');
});
