import { readMetricsPage } from '../../../providers/metrics-page.ts';
import { seriesKey } from '../../../providers/series-key.ts';
import type { Sample } from '../../../providers/exposition.ts';

/** What one target group counted in one second, by a metric's name, or by `le EDGE` for its response times. */
type Counts = Map<string, number>;

/** What Traefik's services counted, second by second, as a load balancer publishes it. */
export interface Sums {
  /** The sum over the seconds from `start` up to, without, `end`; milliseconds since the epoch. */
  sum(service: string, metric: string, start: number, end: number): number;
  /** Adds what was counted since the last read; never called while a read is under way. */
  read(): Promise<void>;
}

/** Traefik answers these itself when an instance does not: a load balancer counts the request, and no answer to it. */
const UNANSWERED = ['502', '504'];

/** Counts from now on what Traefik's page says. What happened before the first read is not there. */
export function createSums(metricsUrl: string): Sums {
  const seconds = new Map<string, Map<number, Counts>>();
  const last = new Map<string, number>();
  let first = true;
  return {
    sum(service, metric, start, end) {
      let sum = 0;
      for (const [second, counts] of seconds.get(service) ?? []) {
        if (second >= start && second < end) sum += counts.get(metric) ?? 0;
      }
      return sum;
    },
    async read() {
      const { samples } = await readMetricsPage(metricsUrl, new AbortController().signal);
      const second = Math.floor(Date.now() / 1000) * 1000;
      for (const sample of samples) {
        const { service = '' } = sample.labels;
        const key = `${sample.name} ${seriesKey(sample.labels)}`;
        const before = last.get(key) ?? 0;
        last.set(key, sample.value);
        const more = sample.value < before ? sample.value : sample.value - before;
        if (first || more === 0) continue;
        const bySecond = seconds.get(service) ?? new Map<number, Counts>();
        seconds.set(service, bySecond);
        const counts = bySecond.get(second) ?? new Map<string, number>();
        bySecond.set(second, counts);
        for (const metric of metricsOf(sample)) counts.set(metric, (counts.get(metric) ?? 0) + more);
      }
      first = false;
    },
  };
}

function metricsOf({ name, labels }: Sample): string[] {
  const { code = '', le = '' } = labels;
  const answered = !UNANSWERED.includes(code);
  if (name === 'traefik_service_requests_total') {
    return ['RequestCount', ...(answered ? [`HTTPCode_Target_${code.charAt(0)}XX_Count`] : [])];
  }
  if (name === 'traefik_service_request_duration_seconds_bucket' && answered) return [`le ${le}`];
  return [];
}
