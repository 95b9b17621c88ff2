import { pino } from 'pino';
import type { Slot } from '../../config/plan.ts';
import type { ScrapeQuery } from '../../config/sources/scrape.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { sendInTurn } from '../rigs/load.ts';
import { makeTraefikRouterRig } from '../rigs/traefik-router.ts';
import { until } from '../rigs/until.ts';
import { metricSourceContract, type MetricSourceRig } from './metric-source-contract.ts';

metricSourceContract('scrape', makeScrapeRig);

async function makeScrapeRig(): Promise<MetricSourceRig> {
  const rig = await makeTraefikRouterRig();
  const signal = new AbortController().signal;
  const query = (series: string): ScrapeQuery => ({
    kind: 'scrape',
    url: rig.traefik.metrics,
    series,
    labels: {
      blue: { service: 'checkout-production-blue@file' },
      green: { service: 'checkout-production-green@file' },
    },
  });
  let act = 0;
  const count = async (slot: Slot, requests: number): Promise<void> => {
    const split = slot === 'blue' ? { blue: 10_000, green: 0 } : { blue: 0, green: 10_000 };
    const targets = { blue: [rig.backends.blue.url], green: [rig.backends.green.url] };
    await rig.router.write({ split, targets }, { lane: rig.lane, release: 1, act: (act += 1) }, signal);
    await until('the split to be in effect', async () => (await rig.router.read(signal)).inEffect);
    await sendInTurn(rig.entry, requests);
  };
  const counter = query('traefik_service_requests_total');
  return {
    source: createMetricSource(counter, { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) }),
    counter,
    histogram: query('traefik_service_request_duration_seconds'),
    unknown: query('traefik_service_naps_total'),
    since: Date.now(),
    tellsStart: true,
    count,
    pause: () => rig.pause(),
    resume: () => rig.resume(),
    stop: () => rig.stop(),
  };
}
