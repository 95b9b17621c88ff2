import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import type { RuleSummary } from '../../analysis/rules/verdict.ts';
import type { RuleConfig } from '../../config/plan.ts';
import { queryFor, type RuleQuery } from '../../config/queries/index.ts';
import { createScalarSource } from '../../providers/metrics/index.ts';
import { startExporter } from '../rigs/exporter.ts';
import { startMoto, type MotoRig } from '../rigs/moto.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { asked, good, loaded, watching } from '../unit/activities/watch/watching.ts';

const context = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };
const signal = new AbortController().signal;
const MINUTE = 60_000;
const RULE: Omit<RuleConfig, 'query'> = {
  name: 'served',
  result: 'number',
  success: 'result < 100.0',
  initialDelay: 0,
  interval: 1000,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 0,
  consecutiveSuccessLimit: 0,
  dryRun: false,
};

async function valuesOf(query: RuleQuery, version = 'v2'): Promise<number[]> {
  const bound = queryFor(query, 'green', version);
  if (bound === undefined) throw new Error('The query needs a version.');
  return createScalarSource(bound, context).scalar(bound, 'green', Date.now(), signal);
}

describeWith('prometheus', () => {
  let prometheus: PrometheusRig;
  let served = 3;

  beforeAll(async () => {
    const depth = Array.from({ length: 101 }, (_, i) => `many{i="${i}"} 1`);
    const lines = ['depth{slot="green",version="v2.1"} 7', 'depth{slot="blue",version="v1"} 3', ...depth, ''];
    const exporter = await startExporter(() => [`served ${served}`, ...lines].join('\n'));
    const stop = async (): Promise<void> => {
      await Promise.all([prometheus?.stop(), exporter.stop()]);
    };
    try {
      prometheus = await startPrometheus([exporter.target]);
      await until('a scrape', async () => (await prometheus.query('depth')).length === 2);
    } catch (error) {
      await stop();
      throw error;
    }
    return stop;
  });

  const query = (expression: string): RuleQuery => ({
    kind: 'prometheus',
    url: prometheus.url,
    expressions: { blue: expression, green: expression },
    access: {},
  });

  test.each([
    ['a vector of one', 'sum(depth)', [10]],
    ['a scalar', 'scalar(depth{slot="green"})', [7]],
    ['several series', 'sort(depth)', [3, 7]],
    ['what nothing matches', 'no_such_metric', []],
    ['not a number', 'vector(0) / 0', [NaN]],
    ['infinity', '-1 / 0', [-Infinity]],
    ['infinity of a vector', 'vector(1) / 0', [Infinity]],
    // Newer ones remark that it is no counter by its name.
    ['a rate of what is named like a gauge', 'count(rate(depth[1m])) >= bool 0 or vector(1)', [1]],
  ])('answers %s with its values', async (_, expression, values) => {
    expect(await valuesOf(query(expression))).toEqual(values);
  });

  test('answers about the version of the candidate, exactly, also in a regular expression', async () => {
    expect(await valuesOf(query('depth{version="{{version}}"}'), 'v2.1')).toEqual([7]);
    expect(await valuesOf(query('depth{version=~"{{version}}"}'), 'v2x1')).toEqual([]);
    expect(await valuesOf(query('depth{version=~"{{version}}"}'), 'v2.1')).toEqual([7]);
  });

  test.each([
    ['a range', 'depth[1m]', /a result of type matrix, not with numbers. Leave the range out/],
    ['text', '"seven"', /a result of type string, not with numbers/],
    ['too much', 'many', /has 101 values, at most 100 are taken. Add them up/],
    [
      'what is no PromQL',
      'sum(depth',
      /cannot read the query, which stays so until the service file is changed/,
    ],
  ])('refuses %s', async (_, expression, message) => {
    await expect(valuesOf(query(expression))).rejects.toThrow(message);
  });

  test('A5, A11: a watch measures it on a real Prometheus: through an outage of it, to the failure that stops', async () => {
    const rule: RuleConfig = { ...RULE, query: query('sum(served{job=~".+"})') };
    const world = loaded(good);
    world.scalars = async (asks) => valuesOf(asks);
    const { answer, heartbeats } = watching(world, asked({ rules: [rule], until: Date.now() + 60_000 }));
    const newest = (): RuleSummary | undefined => heartbeats.at(-1)?.heartbeat.rules?.[0];
    await until('successes', () => (newest()?.count ?? 0) >= 2, 20_000);
    await prometheus.kill();
    await until('an error', () => newest()?.phase === 'Error', 20_000);
    await prometheus.start();
    served = 500;
    // It is asked again 10 s after an error.
    expect(await answer).toMatchObject({
      kind: 'fail',
      reason: 'rule',
      blame: 'served',
      message: 'failed: the rule served: failed (1) > failureLimit (0), the last answer was 500',
      rules: [{ errors: 1 }],
    });
  });

  test('a page of metrics answers with the sum of what matches, or with nothing', async () => {
    const page = (gauge: string, code: string): RuleQuery => {
      const labels = code === '' ? {} : { code };
      return {
        kind: 'scrape',
        url: `${prometheus.url}/metrics`,
        gauge,
        labels: { blue: labels, green: labels },
      };
    };
    const [ready = 0] = await valuesOf(page('prometheus_http_requests_total', '200'));
    // Each read is one more, so the whole is read last.
    const [sum = 0] = await valuesOf(page('prometheus_http_requests_total', ''));
    expect(ready).toBeGreaterThan(0);
    expect(sum).toBeGreaterThanOrEqual(ready);
    expect(await valuesOf(page('prometheus_http_requests_total', '599'))).toEqual([]);
    expect(await valuesOf(page('no_such_gauge', ''))).toEqual([]);
  });

  test('A28: an answer that repeats a secret is told without it, and a secret without value by its name', async () => {
    const bearer = { ...query('depth'), access: { bearer: '${env:NO_SUCH_TOKEN}' } };
    await expect(valuesOf(bearer)).rejects.toThrow(/NO_SUCH_TOKEN/);
    const repeats = { ...query('hunter2(1)'), access: { bearer: '${env:TOKEN}' } };
    const told = createScalarSource(repeats, { ...context, environment: { TOKEN: 'hunter2' } });
    await expect(told.scalar(repeats, 'green', Date.now(), signal)).rejects.toThrow(
      /unknown function with name "\*+"/,
    );
  });
});

describeWith('moto_server', () => {
  let moto: MotoRig;

  beforeAll(async () => {
    moto = await startMoto();
    return () => moto.stop();
  });

  test('CloudWatch answers with one statistic of the newest period that is over, or with nothing', async () => {
    const client = new CloudWatchClient({ endpoint: moto.endpoint, maxAttempts: 1 });
    const period = Math.floor(Date.now() / MINUTE) * MINUTE - MINUTE;
    const put = (Value: number, at: number): Promise<unknown> =>
      client.send(
        new PutMetricDataCommand({
          Namespace: 'Queues',
          MetricData: [
            {
              MetricName: 'Depth',
              Dimensions: [{ Name: 'Queue', Value: 'green-v2' }],
              Timestamp: new Date(at),
              Value,
            },
          ],
        }),
      );
    await put(100, period - 30_000);
    await put(2, period + 10_000);
    await put(4, period + 20_000);
    const query = (statistic: string, dimension: string): RuleQuery => {
      const labels = { Queue: dimension };
      return {
        kind: 'cloudwatch',
        endpoint: moto.endpoint,
        namespace: 'Queues',
        metric: 'Depth',
        statistic,
        labels: { blue: labels, green: labels },
        period: MINUTE,
        delay: 0,
      };
    };
    const at = period + 90_000;
    const ask = async (asked: RuleQuery): Promise<number[]> => {
      const bound = queryFor(asked, 'green', 'v2') ?? asked;
      return createScalarSource(bound, context).scalar(bound, 'green', at, signal);
    };
    expect(await ask(query('Average', 'green-{{version}}'))).toEqual([3]);
    expect(await ask(query('Maximum', 'green-{{version}}'))).toEqual([4]);
    expect(await ask(query('Average', 'blue-{{version}}'))).toEqual([]);
    client.destroy();
  });
});
