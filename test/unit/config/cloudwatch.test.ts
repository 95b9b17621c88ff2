import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withVersion } from '../../../config/sources/index.ts';
import { resolvePlan } from '../../../config/resolve.ts';
import { EXAMPLE, serviceFile } from './example.ts';

const MANUAL = readFileSync(new URL('../../../docs/cloudwatch.md', import.meta.url), 'utf8');

/** The example of the manual with these metrics instead of its own. */
function fileOf(metrics: string): string {
  const [start, steps] = [EXAMPLE.indexOf('      errors:'), EXAMPLE.indexOf('    steps:')];
  const analysis = '    analysis: { block: 10m, warmup: 0s }\n';
  return EXAMPLE.slice(0, start) + metrics + analysis + EXAMPLE.slice(steps);
}

function metricsOf(metrics: string) {
  return resolvePlan(serviceFile(fileOf(metrics)), 'production')?.metrics;
}

test('counters of CloudWatch come with the period and the delay that AWS has as a rule', () => {
  expect(
    metricsOf(`      orders:
        cloudwatch: { namespace: Shop, total: Orders, bad: Lost, dimensions: { Slot: "{{slot}}" } }
`),
  ).toMatchObject([
    {
      source: {
        kind: 'cloudwatch',
        namespace: 'Shop',
        series: 'Orders',
        parts: { kind: 'outcome', outcome: 'bad', metrics: ['Lost'] },
        labels: { blue: { Slot: 'blue' }, green: { Slot: 'green' } },
        period: 60_000,
        delay: 180_000,
      },
      bad: { kind: 'labels', labels: { outcome: 'bad' } },
      negligible: 0.001,
    },
  ]);
});

test('good requests are named instead of bad ones, and each slot has dimensions of its own', () => {
  const [metric] =
    metricsOf(`      orders:
        cloudwatch:
          region: eu-central-1
          endpoint: http://127.0.0.1:5000
          namespace: AWS/ApplicationELB
          total: RequestCount
          good: [HTTPCode_Target_2XX_Count, HTTPCode_Target_3XX_Count]
          dimensions: { LoadBalancer: app/front/1, TargetGroup: { blue: targetgroup/a/2, green: targetgroup/b/3 } }
          period: 5m
          delay: 10m
`) ?? [];
  expect(metric?.source).toEqual({
    kind: 'cloudwatch',
    region: 'eu-central-1',
    endpoint: 'http://127.0.0.1:5000',
    namespace: 'AWS/ApplicationELB',
    series: 'RequestCount',
    parts: {
      kind: 'outcome',
      outcome: 'good',
      metrics: ['HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count'],
    },
    labels: {
      blue: { LoadBalancer: 'app/front/1', TargetGroup: 'targetgroup/a/2' },
      green: { LoadBalancer: 'app/front/1', TargetGroup: 'targetgroup/b/3' },
    },
    period: 300_000,
    delay: 600_000,
  });
});

test('a dimension may hold the version, which is known at each read', () => {
  const [metric] =
    metricsOf(`      orders:
        cloudwatch: { namespace: Shop, total: Orders, bad: Lost, dimensions: { Build: "{{version}}" } }
`) ?? [];
  const source = metric?.source;
  expect(source && withVersion(source, 'green', 'v2')).toMatchObject({ labels: { green: { Build: 'v2' } } });
  expect(source && withVersion(source, 'green', undefined)).toBe(undefined);
});

test('the example of the manual is right', () => {
  const [, written = ''] = /```yaml\nmetrics:\n([^`]*)```/.exec(MANUAL) ?? [];
  expect(metricsOf(written.replaceAll(/^(?=.)/gm, '    '))).toMatchObject([
    { name: 'orders', source: { parts: { metrics: ['OrdersRefused', 'OrdersLost'] } } },
  ]);
});

describe('presets of a load balancer', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
  const router = (listener: string): string =>
    `    router: { aws-alb: { ${listener.startsWith('listener/') ? 'listener' : 'rule'}: "${arn}:${listener}", targetGroups: { blue: "${arn}:targetgroup/shop-a/1f", green: "${arn}:targetgroup/shop-b/2e" } } }`;
  const planOf = (metrics: string, listener = 'listener/app/front/5d/7c') =>
    resolvePlan(serviceFile(fileOf(metrics).replace(/^ {4}router: .*$/m, router(listener))), 'production')
      ?.metrics;
  const labels = {
    blue: { LoadBalancer: 'app/front/5d', TargetGroup: 'targetgroup/shop-a/1f' },
    green: { LoadBalancer: 'app/front/5d', TargetGroup: 'targetgroup/shop-b/2e' },
  };

  test.each(['listener/app/front/5d/7c', 'listener-rule/app/front/5d/7c/9a'])(
    'take names and region from the ARNs of the router: %s',
    (listener) => {
      expect(planOf('      errors: { preset: aws-alb/errors }\n', listener)?.[0]).toMatchObject({
        source: {
          kind: 'cloudwatch',
          region: 'eu-west-1',
          namespace: 'AWS/ApplicationELB',
          series: 'RequestCount',
          parts: {
            kind: 'outcome',
            outcome: 'good',
            metrics: ['HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count', 'HTTPCode_Target_4XX_Count'],
          },
          labels,
          period: 60_000,
          delay: 180_000,
        },
        bad: { kind: 'labels', labels: { outcome: 'bad' } },
      });
    },
  );

  test('sort times by the edges that are given', () => {
    expect(planOf('      latency: { preset: aws-alb/latency, edges: [100ms, 2s] }\n')?.[0]).toMatchObject({
      source: { series: 'TargetResponseTime', parts: { kind: 'edges', edges: [0.1, 2] }, labels },
      bad: { kind: 'slower', edges: [0.1, 2] },
    });
  });

  test('are read as the router says', () => {
    const said = 'cloudwatch: { endpoint: http://127.0.0.1:5000, delay: 5m, period: 5m }, listener:';
    const text = fileOf('      errors: { preset: aws-alb/errors }\n').replace(
      /^ {4}router: .*$/m,
      router('listener/app/front/5d/7c').replace('listener:', said),
    );
    expect(resolvePlan(serviceFile(text), 'production')?.metrics[0]?.source).toMatchObject({
      endpoint: 'http://127.0.0.1:5000',
      series: 'RequestCount',
      labels,
      period: 300_000,
      delay: 300_000,
    });
  });

  test('the example of the manual is right', () => {
    const [, , written = ''] = MANUAL.split('```yaml\nmetrics:\n').map((block) => block.split('```')[0]);
    const metrics = planOf(written.replaceAll(/^(?=.)/gm, '    '));
    expect(metrics?.map(({ name, bad }) => [name, bad.kind])).toEqual([
      ['errors', 'labels'],
      ['latency', 'slower'],
    ]);
  });
});
