import { pino } from 'pino';
import type { Slot } from '../../config/plan.ts';
import type { PrometheusQuery } from '../../config/sources/prometheus.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { startExporter } from '../rigs/exporter.ts';
import { startPrometheus } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';
import { metricSourceContract, type MetricSourceRig } from './metric-source-contract.ts';

describeWith('prometheus', () => metricSourceContract('prometheus', makePrometheusRig));

/** A service that counts, scraped by a Prometheus. When Prometheus is started again, so is the service. */
async function makePrometheusRig(): Promise<MetricSourceRig> {
  const since = Date.now();
  const counts = { blue: 0, green: 0 };
  const exporter = await startExporter(() => pageOf(counts));
  const prometheus = await startPrometheus([exporter.target]).catch(async (error: unknown) => {
    await exporter.stop();
    throw error;
  });
  const query = (series: string, name = series): PrometheusQuery => ({
    kind: 'prometheus',
    url: prometheus.url,
    series,
    selectors: { blue: `${name}{slot="blue"}`, green: `${name}{slot="green"}` },
    labels: { blue: { __name__: name, slot: 'blue' }, green: { __name__: name, slot: 'green' } },
    interval: 1000,
    access: {},
  });
  const count = async (slot: Slot, requests: number): Promise<void> => {
    counts[slot] += requests;
    const wanted = `requests_total{slot="${slot}"} == ${counts[slot]}`;
    await until('the count to be scraped', async () => (await prometheus.query(wanted)).length > 0);
  };
  const counter = query('requests_total');
  return {
    source: createMetricSource(counter, { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) }),
    counter,
    histogram: query('request_seconds', 'request_seconds_bucket'),
    unknown: query('naps_total'),
    since,
    tellsStart: false,
    count,
    pause: () => prometheus.kill(),
    resume: async () => {
      Object.assign(counts, { blue: 0, green: 0 });
      await prometheus.start();
    },
    stop: async () => {
      await Promise.all([prometheus.stop(), exporter.stop()]);
    },
  };
}

function pageOf(counts: Record<Slot, number>): string {
  return Object.entries(counts)
    .flatMap(([slot, all]) => [
      `requests_total{slot="${slot}"} ${all}`,
      `request_seconds_bucket{slot="${slot}",le="1"} ${Math.floor(all / 2)}`,
      `request_seconds_bucket{slot="${slot}",le="5"} ${all}`,
      `request_seconds_bucket{slot="${slot}",le="+Inf"} ${all}`,
      '',
    ])
    .join('\n');
}
