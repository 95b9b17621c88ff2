import type { Slot } from '../../../config/plan.ts';
import { isCount } from '../../is-count.ts';
import { readMetricsPage } from '../../metrics-page.ts';
import { seriesKey } from '../../series-key.ts';
import type { RequestSample } from '../router.ts';
import { traefikNames } from './names.ts';

/**
 * Requests that Traefik has counted by slot, a series for each code and method. A request is counted when it
 * ends, and a series appears with its first request. Throws where one is no count, or there twice.
 */
export async function readRequests(
  metrics: string,
  lane: string,
  signal: AbortSignal,
): Promise<RequestSample> {
  const { slots } = traefikNames(lane);
  const page = await readMetricsPage(metrics, signal);
  const series: Record<Slot, Record<string, number>> = { blue: {}, green: {} };
  for (const sample of page.samples) {
    if (sample.name !== 'traefik_service_requests_total') continue;
    const service = sample.labels['service'];
    const slot =
      service === `${slots.blue}@file` ? 'blue' : service === `${slots.green}@file` ? 'green' : undefined;
    if (slot === undefined) continue;
    const key = seriesKey(sample.labels);
    // What says where traffic goes has to be plain: half of two readings of one series would prove a shift.
    if (!isCount(sample.value) || Object.hasOwn(series[slot], key)) {
      throw new Error(
        `${metrics}: ${sample.name}{${key}} is ${sample.value} or there twice, so it is no count.`,
      );
    }
    series[slot][key] = sample.value;
  }
  const startedAt = page.processStartedAt;
  return { at: page.at, series, ...(startedAt === undefined ? {} : { startedAt }) };
}
