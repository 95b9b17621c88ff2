import type { Slot } from '../../config/plan.ts';
import type { ScrapeQuery } from '../../config/sources/scrape.ts';
import type { Sample } from '../exposition.ts';
import type { MetricSource, Series } from './metric-source.ts';
import type { MetricsPage } from '../metrics-page.ts';
import { isCount } from '../is-count.ts';
import { seriesKey } from '../series-key.ts';
import { samplesWith } from './page-index.ts';
import { refuseExcess } from './refuse-excess.ts';
import type { SharedPages } from './shared-pages.ts';

/**
 * A page of Prometheus metrics, read directly. It has no history: each answer is of the moment at which the page
 * was read, and every question with the same end of its range, by any source that shares the pages, is answered
 * from one read. A histogram answers with its `_bucket` series, each with its label `le`.
 */
export function createScrapeSource(query: ScrapeQuery, pages: SharedPages): MetricSource {
  return {
    history: false,
    lag: 0,
    async counters(asked: ScrapeQuery, slot, range, signal) {
      const page = await pages.at(asked.url, range.to, signal);
      const series = selectSeries(page, asked, slot);
      const { processStartedAt } = page;
      return processStartedAt === undefined ? { series } : { series, processStartedAt };
    },
    async health(signal) {
      await pages.at(query.url, Date.now(), signal);
    },
  };
}

function selectSeries(page: MetricsPage, query: ScrapeQuery, slot: Slot): Series[] {
  const seen = new Set<string>();
  const selected = samplesWith(page, [query.series, `${query.series}_bucket`], query.labels[slot]);
  refuseExcess(selected, `${query.series} at ${query.url}`);
  return selected.map((sample) => {
    refuseNonCount(sample, query.url);
    const key = `${sample.name} ${seriesKey(sample.labels)}`;
    if (seen.has(key))
      throw new Error(`${query.url} has the series ${sample.name}{${seriesKey(sample.labels)}} twice.`);
    seen.add(key);
    return { labels: sample.labels, samples: [{ at: page.at, value: sample.value }] };
  });
}

function refuseNonCount({ name, labels, value }: Sample, url: string): void {
  if (isCount(value)) return;
  throw new Error(
    `${url}: ${name}{${seriesKey(labels)}} is ${value}, which is no count. Is ${name} a counter?`,
  );
}
