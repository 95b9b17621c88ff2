import type { MetricConfig, Milliseconds, Slot } from '../../config/plan.ts';
import { withVersion } from '../../config/sources/index.ts';
import type { MetricSource, Series, TimeRange } from '../../providers/metrics/metric-source.ts';
import { messageOf } from '../sentence.ts';
import type { WatchRequest } from '../types.ts';
import type { World } from '../world.ts';

/** One metric's raw series, or why it could not be read. */
export type RawReading = RawSeries | { refused: string };

/** What a source handed out. */
export interface RawSeries {
  /** Time of the newest sample, milliseconds since the epoch. */
  at: number;
  processStartedAt?: number;
  series: Partial<Record<Slot, Series[]>>;
  /** The source was read by absolute time: each series has all its samples, from the last before the range on. */
  history?: true;
}

/** What is asked for. */
export interface Asked {
  metrics: readonly MetricConfig[];
  slots: readonly Slot[];
  /** Of sources with history, by absolute time. The others are read as they are at `now`. */
  range: TimeRange;
  now: number;
}

/** Reads the metrics of a watch. */
export interface MetricReader {
  /** All metrics can be read by absolute time, so that nothing is lost by reading late. */
  history: boolean;
  /** How far the evidence is behind the present: the largest lag of all sources. */
  lag: Milliseconds;
  /** The source of this metric can be read by absolute time. */
  hasHistory(metric: MetricConfig): boolean;
  read(asked: Asked, signal: AbortSignal): Promise<Map<string, RawReading>>;
}

/** Makes the reader of a chunk: sources are made once, so that those that can share a read do. */
export function createReader(
  { metrics, versions }: Pick<WatchRequest, 'metrics' | 'versions'>,
  world: World,
): MetricReader {
  const sources = new Map(metrics.map(({ name, source }) => [name, world.metricSource(source)]));
  const all = [...sources.values()];
  return {
    history: all.length > 0 && all.every(({ history }) => history),
    lag: Math.max(0, ...all.map(({ lag }) => lag)),
    hasHistory: ({ name }) => sources.get(name)?.history ?? false,
    read: async (asked, signal) => {
      const read = asked.metrics.map(async (metric) => {
        const source = sources.get(metric.name);
        if (source === undefined) throw new Error(`${metric.name} is no metric of this watch.`);
        return [metric.name, await readOne(metric, source, versions, asked, signal)] as const;
      });
      return new Map(await Promise.all(read));
    },
  };
}

async function readOne(
  { source: query }: MetricConfig,
  source: MetricSource,
  versions: WatchRequest['versions'],
  { slots, range, now }: Asked,
  signal: AbortSignal,
): Promise<RawReading> {
  const asked = source.history ? range : { from: range.from, to: now };
  const readSlot = async (slot: Slot): ReturnType<MetricSource['counters']> => {
    const bound = withVersion(query, slot, versions[slot]);
    return bound === undefined ? { series: [] } : source.counters(bound, slot, asked, signal);
  };
  try {
    const answers = await Promise.all(slots.map(async (slot) => [slot, await readSlot(slot)] as const));
    const samples = answers.flatMap(([, { series }]) =>
      series.flatMap((each) => each.samples.at(-1)?.at ?? []),
    );
    const started = answers
      .map(([, { processStartedAt }]) => processStartedAt)
      .find((each) => each !== undefined);
    return {
      at: samples.length === 0 ? asked.to : Math.max(...samples),
      ...(started === undefined ? {} : { processStartedAt: started }),
      series: Object.fromEntries(answers.map(([slot, { series }]) => [slot, series])),
      ...(source.history ? { history: true } : {}),
    };
  } catch (error) {
    return { refused: messageOf(error) };
  }
}
