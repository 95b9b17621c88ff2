import type { Halves } from '../../analysis/types.ts';
import type { MetricConfig, Slot } from '../../config/plan.ts';
import { countBetween } from './count.ts';
import { countSamples, type Stretch } from './count-samples.ts';
import { halfOf, type Halving } from './halving.ts';
import type { RawSeries } from './read-metrics.ts';
import type { MetricReading, SlotReading, Values } from './reading.ts';
import { labelIn, type Counted } from './series.ts';

/**
 * What the two halves of the stable instances counted between two readings. Undefined where not every series is of
 * an instance in a half, or one half cannot be counted. Pure.
 */
export function halvesBetween(
  metric: Pick<MetricConfig, 'name' | 'bad' | 'source'>,
  stable: Slot,
  before: MetricReading,
  after: MetricReading,
  halving: Halving,
): Halves | undefined {
  const names = Object.keys(after.slots[stable]?.total ?? {});
  const isApart = names.every((name) => halfOf(halving, labelIn(name, halving.label)) !== undefined);
  if (!isApart) return undefined;
  const count = (half: 'a' | 'b'): Halves['a'] | undefined => {
    const [from, to] = [before, after].map((reading) => ofHalf(reading, stable, halving, half));
    if (from === undefined || to === undefined) return undefined;
    return countBetween(metric, { candidate: stable, stable: null }, from, to, false).counts.candidate;
  };
  return both(count('a'), count('b'));
}

/** The same from raw samples. Pure. */
export function halvesOfSamples(
  metric: Counted & Pick<MetricConfig, 'name'>,
  stable: Slot,
  raw: RawSeries,
  stretch: Stretch,
  halving: Halving,
): Halves | undefined {
  const series = raw.series[stable] ?? [];
  const halfOfSeries = ({ labels }: (typeof series)[number]): 'a' | 'b' | undefined =>
    halfOf(halving, labels[halving.label]);
  if (series.some((each) => halfOfSeries(each) === undefined)) return undefined;
  const count = (half: 'a' | 'b'): Halves['a'] | undefined => {
    const own = { ...raw, series: { [stable]: series.filter((each) => halfOfSeries(each) === half) } };
    return countSamples(metric, { candidate: stable, stable: null }, own, stretch).counts.candidate;
  };
  return both(count('a'), count('b'));
}

function both(a: Halves['a'] | undefined, b: Halves['b'] | undefined): Halves | undefined {
  return a === undefined || b === undefined ? undefined : { a, b };
}

function ofHalf(reading: MetricReading, stable: Slot, halving: Halving, half: 'a' | 'b'): MetricReading {
  const slot = reading.slots[stable];
  const own = (values: Values): Values =>
    Object.fromEntries(
      Object.entries(values).filter(([name]) => halfOf(halving, labelIn(name, halving.label)) === half),
    );
  const kept: SlotReading | undefined = slot && { total: own(slot.total), parts: slot.parts.map(own) };
  return { ...reading, slots: kept === undefined ? {} : { [stable]: kept } };
}
