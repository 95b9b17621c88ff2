import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withVersion } from '../../../config/sources/index.ts';
import { resolvePlan } from '../../../config/resolve.ts';
import { EXAMPLE, serviceFile } from './example.ts';

const MANUAL = readFileSync(new URL('../../../docs/cloudwatch.md', import.meta.url), 'utf8');

/** The metrics of the manual's example with these instead of its own. */
function metricsOf(written: string) {
  const start = EXAMPLE.indexOf('      errors:');
  const text = `${EXAMPLE.slice(0, start)}${written}    analysis: { block: 10m, warmup: 0s }\n${EXAMPLE.slice(EXAMPLE.indexOf('    steps:'))}`;
  return resolvePlan(serviceFile(text), 'production')?.metrics;
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
