import type { MetricConfig, Milliseconds } from '../../config/plan.ts';
import type { Series } from '../../providers/metrics/metric-source.ts';
import { grownSince } from '../watch/chosen-edges.ts';
import { chooseEdges } from '../watch/edges.ts';
import type { MetricReader, RawReading } from '../watch/read-metrics.ts';
import { edgesOf } from '../watch/series.ts';
import { PAST, type CalibrateRequest, type MetricPast } from './past.ts';

/** What a histogram's past says of how long requests take. */
export type Learnt = Pick<MetricPast, 'edges' | 'p99'>;

/** Chooses the edges of a latency metric from two looks at its source, six hours apart. */
export async function learnEdges(
  request: CalibrateRequest,
  metric: MetricConfig,
  reader: MetricReader,
  end: number,
  signal: AbortSignal,
): Promise<Learnt | { refused: string }> {
  if (metric.bad.kind === 'labels') return {};
  const look = async (at: number): Promise<RawReading | undefined> => {
    const asked = {
      metrics: [metric],
      slots: [request.stable],
      range: { from: at, to: at },
      now: Date.now(),
    };
    return (await reader.read(asked, signal)).get(metric.name);
  };
  const [now, before] = await Promise.all([look(end), look(end - PAST)]);
  if (now === undefined || 'refused' in now) return { refused: now?.refused ?? 'it was not asked' };
  const counted = now.series[request.stable] ?? [];
  const earlier = before === undefined ? undefined : grownSince(before, request.stable, counted);
  return learn(request, metric, earlier ?? counted, earlier === undefined ? undefined : PAST);
}

/** What counts of a histogram over so long say. Pure. */
export function learn(
  { analysis }: Pick<CalibrateRequest, 'analysis'>,
  { bad }: Pick<MetricConfig, 'bad'>,
  stable: readonly Series[],
  counted: Milliseconds | undefined,
): Learnt {
  if (bad.kind === 'labels') return {};
  const left = analysis.plannedBlocks * analysis.block;
  const edges = bad.edges === 'all' ? chooseEdges({ stable, candidate: [], counted, left }) : bad.edges;
  const slowest = slowestBut(stable, 0.01);
  return {
    ...(edges === undefined ? {} : { edges }),
    ...(slowest === undefined ? {} : { p99: Math.round(slowest * 1000) }),
  };
}

/** The lowest edge, in seconds, that at most this share of the requests is slower than; else the highest. Pure. */
function slowestBut(series: readonly Series[], share: number): number | undefined {
  const upTo = (edge: number): number =>
    series
      .filter(
        ({ labels }) => (labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le'])) === edge,
      )
      .reduce((sum, { samples }) => sum + (samples.at(-1)?.value ?? 0), 0);
  const total = upTo(Number.POSITIVE_INFINITY);
  if (!(total > 0)) return undefined;
  const edges = edgesOf(series);
  return edges.find((edge) => upTo(edge) >= (1 - share) * total) ?? edges.at(-1);
}
