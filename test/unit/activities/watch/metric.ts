import type { MetricConfig } from '../../../../config/plan.ts';
import type { Series } from '../../../../providers/metrics/metric-source.ts';

export const errors: MetricConfig = {
  name: 'errors',
  source: {
    kind: 'scrape',
    url: 'http://metrics',
    series: 'requests_total',
    labels: { blue: { service: 'blue' }, green: { service: 'green' } },
  },
  bad: { kind: 'labels', labels: { code: '5..' } },
  weight: 1,
  margin: 1.25,
  safeMargin: 2,
  negligible: 0.001,
  floor: 0.001,
  burstDivisor: 1,
  required: true,
};

export const latency: MetricConfig = {
  ...errors,
  name: 'latency',
  source: { ...errors.source, series: 'seconds' },
  bad: { kind: 'slower', edges: 'all' },
  negligible: 0,
  floor: 0,
};

/** One series with one sample. */
export function series(labels: Record<string, string>, value: number, at = 0): Series {
  return { labels, samples: [{ at, value }] };
}

/** A histogram's buckets; `upTo` maps edges to cumulative counts. */
export function histogram(upTo: Record<string, number>, labels: Record<string, string> = {}): Series[] {
  return Object.entries(upTo).map(([le, value]) => series({ ...labels, le }, value));
}

/** Series with samples as `[at, value]`, for a source with history. */
export function sampled(labels: Record<string, string>, ...samples: [at: number, value: number][]): Series {
  return { labels, samples: samples.map(([at, value]) => ({ at, value })) };
}
