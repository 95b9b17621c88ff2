import type { FakeWorld, Past } from '../world.ts';
import { fakeWorld } from '../world.ts';
import { series } from './metric.ts';
import type { Load } from './watching.ts';

/** Time between two samples, in milliseconds. */
export const every = 100;

/**
 * A world whose metrics can be read by absolute time: both slots answer requests from long ago until long after now,
 * sampled ten times a second but in the stretches where nobody sampled.
 */
export function remembered(
  load: (at: number) => Load,
  { lag = 0, outages = [] }: { lag?: number; outages?: [from: number, to: number][] } = {},
): FakeWorld & { past: Past } {
  const now = Math.floor(Date.now() / every) * every;
  const times = Array.from({ length: 900 }, (_, i) => now + (i - 300) * every);
  const of = (slot: 'blue' | 'green') => {
    const counters = [series({ code: '200' }, 0), series({ code: '500' }, 0)].map(({ labels }) => ({
      labels,
      samples: [] as { at: number; value: number }[],
    }));
    let [good, bad] = [0, 0];
    for (const at of times) {
      const [rate, share] = load(at)[slot];
      const requests = (rate * every) / 1000;
      good += requests * (1 - share);
      bad += requests * share;
      if (outages.some(([from, to]) => at >= from && at < to)) continue;
      counters[0]?.samples.push({ at, value: good });
      counters[1]?.samples.push({ at, value: bad });
    }
    return counters;
  };
  const both = { blue: of('blue'), green: of('green') };
  return {
    ...fakeWorld(),
    targets: { blue: ['http://blue-0'], green: ['http://green-0'] },
    split: { blue: 5000, green: 5000 },
    past: { lag, series: (slot) => both[slot] },
  };
}
