import { increase } from '../../analysis/increase.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { chooseEdges } from '../watch/edges.ts';
import type { RawSeries } from '../watch/read-metrics.ts';

/** Chooses the edges of a histogram by what both slots counted in a page; undefined where that is nothing. Pure. */
export function edgesOfPage(
  { series }: RawSeries,
  { from, to }: { from: number; to: number },
): number[] | undefined {
  const block = { from, to, since: 0, longestStep: to - from };
  const grown = [...(series.blue ?? []), ...(series.green ?? [])].map(({ labels, samples }): Series => {
    const { counts = 0 } = increase(samples, block) ?? {};
    return { labels, samples: [{ at: to, value: counts }] };
  });
  return chooseEdges({ stable: grown, candidate: [], counted: to - from, left: to - from });
}
