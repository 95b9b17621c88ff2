import type { Milliseconds } from '../../config/plan.ts';
import type { PrometheusQuery } from '../../config/sources/prometheus.ts';
import type { ProviderContext } from '../context.ts';
import type { MetricSource, Series } from './metric-source.ts';
import { ask } from './prometheus/ask.ts';
import { seriesOf } from './prometheus/series-of.ts';

/**
 * How many scrapes before a range a series' last sample is looked for. Some may have failed; a series whose last
 * sample is older had stopped before the range began.
 */
const SCRAPES_BEFORE = 5;

/**
 * A Prometheus, or what answers like one, read sample by sample through its HTTP API: never `rate()`, which goes on
 * after a target has died. Each answer is that of one instant query, so both slots and all metrics that are asked
 * about the same moment are of that moment. Secrets are resolved anew at each request. Throws a sentence for every
 * answer that is not whole: it is no evidence. Series that are not there are not an error.
 */
export function createPrometheusSource(query: PrometheusQuery, context: ProviderContext): MetricSource {
  return {
    history: true,
    // A sample bears the time at which its scrape began, and a scrape is over before the next one begins.
    lag: query.interval,
    async counters(asked: PrometheusQuery, slot, { from, to }, signal) {
      const window = Math.ceil(to - from) + SCRAPES_BEFORE * asked.interval;
      const expression = `${asked.selectors[slot]}[${window}ms]`;
      const question = { expression, at: to };
      return ask(asked, question, context.environment, signal, (data) => ({
        series: seriesOf(data, asked).map((series) => since(series, from)),
      }));
    },
    async health(signal) {
      const question = { expression: 'vector(1)', at: Date.now() };
      await ask(query, question, context.environment, signal, () => undefined);
    },
  };
}

/** Without what comes before the last sample at or before this time. */
function since({ labels, samples }: Series, from: Milliseconds): Series {
  const last = samples.findLastIndex(({ at }) => at <= from);
  return { labels, samples: samples.slice(Math.max(0, last)) };
}
