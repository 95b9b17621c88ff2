import type { ScrapeScalar } from '../../config/queries/scrape.ts';
import { readMetricsPage } from '../metrics-page.ts';
import type { ScalarSource } from './scalar-source.ts';

/** A page of Prometheus metrics, read at once: the sum of the samples that match, or nothing where none does. */
export function createScrapeScalar(): ScalarSource {
  return {
    async scalar(query: ScrapeScalar, slot, _at, signal) {
      const { samples } = await readMetricsPage(query.url, signal);
      const wanted = Object.entries(query.labels[slot]);
      const matching = samples.filter(
        ({ name, labels }) =>
          name === query.gauge && wanted.every(([label, value]) => labels[label] === value),
      );
      return matching.length === 0 ? [] : [matching.reduce((sum, { value }) => sum + value, 0)];
    },
  };
}
