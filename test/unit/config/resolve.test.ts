import { describe, expect, test } from 'vitest';
import { resolvePlan } from '../../../config/resolve.ts';
import { plannedBlocks } from '../../../config/planned-blocks.ts';
import type { Plan, Step } from '../../../config/plan.ts';
import { EXAMPLE, serviceFile } from './example.ts';

test('the example of the manual resolves to this plan', () => {
  expect(resolvePlan(serviceFile(EXAMPLE), 'production')).toMatchSnapshot();
});

test.each(['staging', 'constructor', '__proto__'])('there is no plan for an environment %s', (name) => {
  expect(resolvePlan(serviceFile(EXAMPLE), name)).toBeUndefined();
});

describe('what is written reaches the plan', () => {
  test('weights are scaled to sum to 1', () => {
    const { metrics } = plan(`
      errors: { preset: traefik/errors, weight: 3, negligible: 0.05%, limit: 2% }
      latency: { preset: traefik/latency, edges: [100ms, 2s] }`);
    expect(metrics).toMatchObject([
      { weight: 0.75, negligible: 0.0005, floor: 0.0005, limit: 0.02 },
      { weight: 0.25, negligible: 0, floor: 0, bad: { kind: 'slower', edges: [0.1, 2] } },
    ]);
    expect(metrics[1]).not.toHaveProperty('limit');
  });

  test('a scrape names its series of each slot', () => {
    const { metrics } = plan(`
      jobs:
        scrape:
          url: http://127.0.0.1:9100/metrics
          counter: jobs_total
          labels: { slot: "app-{{slot}}", queue: mail }
          bad: { result: "failed|lost" }`);
    expect(metrics[0]).toMatchObject({
      source: {
        kind: 'scrape',
        url: 'http://127.0.0.1:9100/metrics',
        series: 'jobs_total',
        labels: {
          blue: { slot: 'app-blue', queue: 'mail' },
          green: { slot: 'app-green', queue: 'mail' },
        },
      },
      bad: { kind: 'labels', labels: { result: 'failed|lost' } },
      weight: 1,
    });
  });

  test('a Prometheus is asked by selectors of each slot, for a counter and for a histogram', () => {
    const { metrics } = plan(`
      errors:
        prometheus:
          url: https://prometheus.example.com/mimir
          counter: requests_total
          labels: { slot: "app-{{slot}}", version: "{{version}}", route: 'a "b" \\c' }
          bad: { code: "5.." }
          interval: 5s
          bearer: "\${file:keys/token}"
          tenant: shop
      latency:
        prometheus: { url: "http://127.0.0.1:9090", histogram: seconds, labels: { slot: "{{slot}}" }, edges: [1s] }`);
    expect(metrics.map(({ source, bad }) => ({ source, bad }))).toMatchSnapshot();
  });

  test('a Prometheus is asked by a query', () => {
    const url = 'http://127.0.0.1:9090';
    const { metrics } = plan(`
      jobs: { prometheus: { url: "${url}", query: '{job="{{slot}}",v=~"{{version}}"}', bad: { result: lost } } }
      slow: { prometheus: { url: "${url}", query: 'a_{{slot}}_bucket', edges: [100ms] } }`);
    expect(metrics).toMatchObject([
      {
        source: {
          series: '{job="{{slot}}",v=~"{{version}}"}',
          selectors: { blue: '{job="blue",v=~"{{version}}"}', green: '{job="green",v=~"{{version}}"}' },
          labels: { blue: {}, green: {} },
          interval: 15_000,
        },
        bad: { kind: 'labels', labels: { result: 'lost' } },
      },
      {
        source: { selectors: { blue: 'a_blue_bucket', green: 'a_green_bucket' } },
        bad: { kind: 'slower', edges: [0.1] },
      },
    ]);
  });

  test('presets are read from a Prometheus that stands beside them', () => {
    const { metrics } = plan(`
      router: { preset: traefik/latency, edges: [1s], prometheus: { url: "http://127.0.0.1:9090", interval: 1s } }
      errors: { preset: http/errors, prometheus: { url: "http://127.0.0.1:9090", labels: { app: "{{slot}}" } } }
      latency: { preset: http/latency, prometheus: { url: "http://127.0.0.1:9090", labels: { app: "{{slot}}" } } }`);
    expect(metrics.map(({ source, bad }) => ({ source, bad }))).toMatchSnapshot();
  });

  test('paths are those of the service file, secrets stay references', () => {
    const text = EXAMPLE.replace(
      'ready: /health }',
      'ready: /health, directory: app, environment: { A: "${env:A}", B: "x${file:keys/b}" } }',
    );
    expect(resolvePlan(serviceFile(text, '/srv/shop/checkout.yaml'), 'production')).toMatchObject({
      platform: {
        directory: '/srv/shop/app',
        environment: { A: '${env:A}', B: 'x${file:/srv/shop/keys/b}' },
      },
      router: { file: '/srv/shop/dynamic/checkout.yaml', temporaryFolder: '/srv/shop/.sluice-tmp' },
    });
  });

  test('every step has its settings', () => {
    const steps = EXAMPLE.slice(0, EXAMPLE.indexOf('    steps:')).concat(`    drain: { metric: requests_open }
    steps:
      - deploy: { deadline: 2m }
      - smoke: [{ get: /health, contains: ok, timeout: 1s }, { command: "./smoke.sh {{slot}}" }]
      - shift: { to: 0.5%, deadline: 1m }
      - bake: { for: 10m, onFail: hold, minRequests: 50 }
      - approve: {}
      - bake: { min: 5m, max: 20m, onInconclusive: advance }
      - cutover: { deadline: 1m }
      - keep: 10m
      - retire
`);
    const resolved = resolvePlan(serviceFile(steps), 'production');
    expect(resolved?.steps).toEqual([
      { kind: 'deploy', deadline: 120_000 },
      {
        kind: 'smoke',
        checks: [
          { kind: 'get', path: '/health', status: 200, contains: 'ok', timeout: 1_000 },
          { kind: 'command', command: './smoke.sh {{slot}}', timeout: 60_000 },
        ],
        deadline: 61_000,
      },
      { kind: 'shift', to: 50, deadline: 60_000 },
      {
        kind: 'bake',
        until: 'elapsed',
        min: 600_000,
        max: 600_000,
        minRequests: 50,
        onFail: 'hold',
        onInconclusive: 'hold',
      },
      { kind: 'approve', count: 1, role: 'approver', deadline: 86_400_000, onDeadline: 'revert' },
      {
        kind: 'bake',
        until: 'safe',
        min: 300_000,
        max: 1_200_000,
        minRequests: 0,
        onFail: 'revert',
        onInconclusive: 'advance',
      },
      { kind: 'cutover', deadline: 60_000 },
      { kind: 'keep', for: 600_000 },
      { kind: 'retire' },
    ]);
    expect(resolved?.drain).toEqual({
      kind: 'metric',
      path: '/metrics',
      metric: 'requests_open',
      atMost: 0,
      deadline: 30_000,
    });
    // 1 m of shift, 10 m and 20 m of bakes, 24 h of approval, in blocks of 30 s.
    expect(resolved?.analysis.plannedBlocks).toBe((1 + 10 + 20 + 24 * 60) * 2);
  });
});

describe('planned blocks', () => {
  test('a plan without shifts has one', () => {
    expect(plannedBlocks([{ kind: 'cutover', deadline: 600_000 }], 30_000)).toBe(1);
  });

  test('what comes before the first shift or after the cutover does not count', () => {
    const deadline = 3_600_000;
    const approve: Step = { kind: 'approve', count: 1, role: 'approver', deadline, onDeadline: 'hold' };
    const steps: Step[] = [
      approve,
      { kind: 'shift', to: 500, deadline: 45_000 },
      { kind: 'cutover', deadline: 600_000 },
      approve,
    ];
    expect(plannedBlocks(steps, 30_000)).toBe(2);
  });

  test('a ramp counts as long as it may take', () => {
    const text = `${EXAMPLE.slice(0, EXAMPLE.indexOf('    steps:'))}    steps: [deploy, ramp, cutover]\n`;
    const { steps = [], analysis } = resolvePlan(serviceFile(text), 'production') ?? {};
    expect(steps[1]).toEqual({
      kind: 'ramp',
      budget: 50,
      from: 100,
      to: 5000,
      maxFactor: 5,
      max: 2 * 3_600_000,
      onFail: 'revert',
      onInconclusive: 'hold',
    });
    expect(plannedBlocks(steps, 30_000)).toBe(240);
    expect(analysis?.plannedBlocks).toBe((2 * 3_600_000) / (analysis?.block ?? 1));
  });
});

function plan(metrics: string): Plan {
  const before = EXAMPLE.slice(0, EXAMPLE.indexOf('      errors:'));
  const text = `${before}${metrics.replace(/^\n/, '')}\n${EXAMPLE.slice(EXAMPLE.indexOf('    steps:'))}`;
  const resolved = resolvePlan(serviceFile(text), 'production');
  if (resolved === undefined) throw new Error('the example has a production');
  return resolved;
}
