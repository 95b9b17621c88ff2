import { z } from 'zod';
import type { PrometheusQuery } from '../../../config/sources/prometheus.ts';
import { isCount } from '../../is-count.ts';
import { seriesKey } from '../../series-key.ts';
import type { Series } from '../metric-source.ts';
import { refuseExcess } from '../refuse-excess.ts';

const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      values: z.array(z.tuple([z.number(), z.string()])).optional(),
      histograms: z.array(z.unknown()).optional(),
    }),
  ),
});
const otherType = z.object({ resultType: z.string() });

/**
 * The series of a range selector's answer, each with its samples in the order of time. Throws a sentence when the
 * answer is of another type, when a series is a native histogram, or when a sample is no count. Pure.
 */
export function seriesOf(
  data: unknown,
  { url, series: what }: Pick<PrometheusQuery, 'url' | 'series'>,
): Series[] {
  const read = matrix.safeParse(data).data;
  if (read === undefined) {
    const type = otherType.safeParse(data).data?.resultType ?? 'unknown';
    throw new Error(
      `${url} answered for ${what} with a result of type ${type} that is no list of samples. Is it a Prometheus?`,
    );
  }
  refuseExcess(
    read.result.map(({ metric }) => ({ labels: metric })),
    `${what} at ${url}`,
  );
  return read.result.map(({ metric, values = [], histograms = [] }) => {
    const name = `${metric['__name__'] ?? ''}{${seriesKey(withoutName(metric))}}`;
    if (histograms.length > 0) {
      throw new Error(
        `${url}: ${name} is a native histogram, and Sluice counts classic buckets. Let Prometheus keep those too (always_scrape_classic_histograms).`,
      );
    }
    const samples = values.map(([seconds, text]) => ({
      at: Math.round(seconds * 1000),
      value: Number(text),
    }));
    const index = samples.findIndex(({ value }) => !isCount(value));
    if (index >= 0) {
      throw new Error(`${url}: ${name} is ${values[index]?.[1]}, which is no count. Is ${what} a counter?`);
    }
    return { labels: metric, samples };
  });
}

function withoutName({ __name__: _, ...labels }: Record<string, string>): Record<string, string> {
  return labels;
}
