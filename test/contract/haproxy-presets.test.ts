import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import { groupSeries } from '../../activities/watch/series.ts';
import type { MetricConfig, Slot } from '../../config/plan.ts';
import { resolvePlan } from '../../config/resolve.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { makeHaproxyRouterRig, type HaproxyRouterRig } from '../rigs/haproxy-router.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { EXAMPLE, serviceFile } from '../unit/config/example.ts';

const signal = new AbortController().signal;
const context = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };

// Blue answers. Nothing listens where green should, so HAProxy answers for it with 503.
describeWith('haproxy', () => {
  let rig: HaproxyRouterRig;

  beforeAll(async () => {
    rig = await makeHaproxyRouterRig();
    await send('blue', 8, 1);
    await send('green', 3, 2);
    return () => rig.stop();
  });

  const send = async (slot: Slot, requests: number, act: number): Promise<void> => {
    const split = slot === 'blue' ? { blue: 10_000, green: 0 } : { blue: 0, green: 10_000 };
    const targets = { blue: [rig.backends.blue.url], green: ['http://127.0.0.1:1'] };
    await rig.router.write({ split, targets }, { lane: rig.lane, release: 1, act }, signal);
    await until('the split to be in effect', async () => (await rig.router.read(signal)).inEffect);
    const status = slot === 'blue' ? 200 : 503;
    for (let sent = 0; sent < requests; sent += 1) expect((await fetch(rig.entry)).status).toBe(status);
  };

  test('the presets count errors and slow answers by slot', async () => {
    await countsRight(metricsOf(rig, 'preset: haproxy/errors', 'preset: haproxy/latency, edges: [5s]'));
  });

  describeWith('prometheus', () => {
    let prometheus: PrometheusRig;
    beforeAll(async () => {
      const { host } = new URL(rig.config.metrics);
      prometheus = await startPrometheus([host, `${host}/latency`]);
      return () => prometheus.stop();
    });

    test('and so they do by way of a Prometheus', async () => {
      const beside = `prometheus: { url: "${prometheus.url}", interval: 1s }`;
      const [errors, latency] = ['preset: haproxy/errors', 'preset: haproxy/latency, edges: [5s]'];
      const metrics = metricsOf(rig, `${errors}, ${beside}`, `${latency}, ${beside}`);
      await until('both pages to be scraped', () => countsRight(metrics).then(() => true));
    });
  });
});

async function countsRight([errors, latency]: MetricConfig[]): Promise<void> {
  expect(await countsOf(errors, 'blue')).toEqual({ total: 8, part: 0 });
  expect(await countsOf(errors, 'green')).toEqual({ total: 3, part: 3 });
  // An answer that HAProxy makes itself is no instance's, so it has no time.
  expect(await countsOf(latency, 'blue')).toEqual({ total: 8, part: 8 });
  expect(await countsOf(latency, 'green')).toEqual({ total: 0, part: 0 });
}

/** All requests that were counted, and the bad ones; of a histogram, those not slower than its edge. */
async function countsOf(
  metric: MetricConfig | undefined,
  slot: Slot,
): Promise<{ total: number; part: number }> {
  if (metric === undefined) throw new Error('The plan lacks a metric.');
  const { source, bad } = metric;
  const to = Date.now();
  const { series } = await createMetricSource(source, context).counters(
    source,
    slot,
    { from: to, to },
    signal,
  );
  const edges = bad.kind === 'slower' && bad.edges !== 'all' ? { edges: bad.edges } : {};
  const { total = {}, parts = [] } = groupSeries({ source, bad, ...edges }, slot, series) ?? {};
  const sum = (values: Record<string, number>): number =>
    Object.values(values).reduce((all, one) => all + one, 0);
  return { total: sum(total), part: sum(parts[0] ?? {}) };
}

/** The metrics of a plan whose router is the rig's. */
function metricsOf({ config }: HaproxyRouterRig, errors: string, latency: string): MetricConfig[] {
  const { socket, map, metrics } = config;
  const text = EXAMPLE.replace(
    /router:.*/,
    `router: { haproxy: { socket: ${socket}, map: ${map}, metrics: "${metrics}" } }`,
  )
    .replace('{ preset: traefik/errors }', `{ ${errors} }`)
    .replace('{ preset: traefik/latency, safeMargin: 1.5 }', `{ ${latency} }`);
  return resolvePlan(serviceFile(text), 'production')?.metrics ?? [];
}
