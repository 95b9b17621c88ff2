import { pino } from 'pino';
import type { ScrapeQuery } from '../../config/sources/scrape.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { makeTraefikRouterRig } from '../rigs/traefik-router.ts';
import { metricSourceContract, type MetricSourceRig } from './metric-source-contract.ts';

metricSourceContract('scrape', makeScrapeRig);

async function makeScrapeRig(): Promise<MetricSourceRig> {
  const rig = await makeTraefikRouterRig();
  const query = (series: string): ScrapeQuery => ({
    kind: 'scrape',
    url: rig.traefik.metrics,
    series,
    labels: {
      blue: { service: 'checkout-production-blue@file' },
      green: { service: 'checkout-production-green@file' },
    },
  });
  const counter = query('traefik_service_requests_total');
  return {
    source: createMetricSource(counter, { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) }),
    counter,
    histogram: query('traefik_service_request_duration_seconds'),
    unknown: query('traefik_service_naps_total'),
    since: Date.now(),
    tellsStart: true,
    count: (slot, requests) => rig.send(slot, requests),
    pause: () => rig.pause(),
    resume: () => rig.resume(),
    stop: () => rig.stop(),
  };
}
