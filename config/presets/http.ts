/** OpenTelemetry's figures of HTTP servers, by the names that they have in a Prometheus. */
import { slowerThan } from '../sources/slower-than.ts';
import type { Preset } from './preset.ts';

const HISTOGRAM = 'http_server_request_duration_seconds';

// A service is measured where it runs, so only its user knows which label tells the slots apart.
const labels = { blue: {}, green: {} };

/** Share of 5xx answers. */
export const httpErrors: Preset = {
  latency: false,
  tellsSlots: false,
  counters: () => ({
    series: `${HISTOGRAM}_count`,
    labels,
    bad: { kind: 'labels', labels: { http_response_status_code: '5..' } },
  }),
};

/** Share of requests that are slower than each edge of the histogram. */
export const httpLatency: Preset = {
  latency: true,
  tellsSlots: false,
  counters: (_surroundings, edges) => ({ series: HISTOGRAM, labels, bad: slowerThan(edges) }),
};
