import type { MetricConfig, Slot } from '../../config/plan.ts';
import type { MetricSource, Series } from '../../providers/metrics/metric-source.ts';
import { messageOf } from '../sentence.ts';
import type { World } from '../world.ts';

/** One metric's raw series at one moment, or why it could not be read. */
export type RawReading =
  { at: number; processStartedAt?: number; series: Partial<Record<Slot, Series[]>> } | { refused: string };

/** Reads all metrics of these slots up to one moment, milliseconds since the epoch. */
export type ReadMetrics = (
  slots: readonly Slot[],
  range: { from: number; to: number },
  signal: AbortSignal,
) => Promise<Map<string, RawReading>>;

/** Makes the reader of a chunk: sources are made once, so that those that can share a read do. */
export function createReader(metrics: readonly MetricConfig[], world: World): ReadMetrics {
  const sources = metrics.map((metric) => ({ metric, source: world.metricSource(metric.source) }));
  return async (slots, range, signal) => {
    const read = sources.map(async ({ metric, source }) => {
      const reading = await readOne(metric, source, { slots, range, signal });
      return [metric.name, reading] as const;
    });
    return new Map(await Promise.all(read));
  };
}

async function readOne(
  { source: query }: MetricConfig,
  source: MetricSource,
  {
    slots,
    range,
    signal,
  }: { slots: readonly Slot[]; range: { from: number; to: number }; signal: AbortSignal },
): Promise<RawReading> {
  try {
    const answers = await Promise.all(
      slots.map(async (slot) => [slot, await source.counters(query, slot, range, signal)] as const),
    );
    const samples = answers.flatMap(([, { series }]) =>
      series.flatMap((each) => each.samples.at(-1)?.at ?? []),
    );
    const started = answers
      .map(([, { processStartedAt }]) => processStartedAt)
      .find((each) => each !== undefined);
    return {
      at: samples.length === 0 ? range.to : Math.max(...samples),
      ...(started === undefined ? {} : { processStartedAt: started }),
      series: Object.fromEntries(answers.map(([slot, { series }]) => [slot, series])),
    };
  } catch (error) {
    return { refused: messageOf(error) };
  }
}
