/** Each query of the dashboards, asked of a real Prometheus that scrapes what a busy daemon shows. */
import { freePort } from '../rigs/free-port.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { DASHBOARDS } from '../../scripts/dashboards.ts';
import { serveMetrics, type MetricsServer } from '../../worker/metrics-server.ts';
import type { ProcessMetrics } from '../../worker/metrics.ts';
import { BUSY, beBusy } from '../rigs/busy-metrics.ts';
import { daemonMetrics } from '../rigs/daemon-metrics.ts';
import { readDashboard } from '../rigs/dashboard-parts.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

/** Prometheus and others share a busy machine. Milliseconds. */
const PATIENCE = 90_000;

const [service = '', environment = ''] = BUSY.lane.split('.');

/** What is chosen in a dashboard, and what Grafana makes of its own variables. */
const CHOSEN: Record<string, string> = {
  job: 'sluice',
  service,
  environment,
  release: BUSY.release,
  metric: BUSY.metric,
  __rate_interval: '30s',
  __interval: '1s',
  __range: '30s',
};

const resultSchema = z.array(z.object({ metric: z.record(z.string(), z.string()) }));

let metrics: ProcessMetrics;
let server: MetricsServer | undefined;
let prometheus: PrometheusRig | undefined;

beforeEach(async () => {
  metrics = daemonMetrics();
  const port = await freePort();
  server = await serveMetrics({ host: '127.0.0.1', port }, metrics.registry);
  prometheus = await startPrometheus([`127.0.0.1:${port}`], { job: 'sluice' });
});

afterEach(async () => {
  await prometheus?.stop();
  await server?.close();
});

describeWith('prometheus', () => {
  test('every panel has something to show, by the labels that it names', async () => {
    const dashboards = [...DASHBOARDS.keys()].map(readDashboard);
    const panels = dashboards.flatMap((dashboard) => dashboard.panels);
    for (const { title, targets, fieldConfig } of panels) {
      for (const { expr, legendFormat } of targets) {
        const labels = await labelsOf(title, filledIn(expr));
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
        const columns = (fieldConfig?.overrides ?? []).map(({ matcher }) => matcher.options);
        const wanted = [...named, ...columns.filter((column) => column !== 'Value')];
        expect([...labels.keys()], title).toEqual(expect.arrayContaining(wanted));
      }
    }
    for (const { name, query, regex } of dashboards.flatMap(({ templating }) => templating.list)) {
      const [, selected, label = ''] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
      if (selected === undefined) continue;
      const values = (await labelsOf(name, filledIn(selected))).get(label) ?? [];
      const [, pattern] = /^\/(.*)\/$/.exec(regex ?? '/(.*)/') ?? [];
      const offered = values.map((value) => new RegExp(pattern ?? '').exec(value)?.[1]);
      expect(offered, name).toContain(CHOSEN[name]);
    }
  });
});

function filledIn(text: string): string {
  return text.replaceAll(/\$([a-z_]+)/g, (whole, variable: string) => CHOSEN[variable] ?? whole);
}

/** Waits until a query has an answer, and gives its labels with their values. */
async function labelsOf(what: string, expr: string): Promise<Map<string, string[]>> {
  const result = await until(
    `an answer to ${what}: ${expr}`,
    async () => {
      // What is counted has to rise from one scrape to the next.
      beBusy(metrics);
      const series = resultSchema.parse(await prometheus?.query(expr));
      return series.length > 0 && series;
    },
    PATIENCE,
  );
  const labels = new Map<string, string[]>();
  for (const [label, value] of result.flatMap(({ metric }) => Object.entries(metric)))
    labels.set(label, [...(labels.get(label) ?? []), value]);
  return labels;
}
