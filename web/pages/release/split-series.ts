/** The share of traffic over time: as asked, as the router says, and as seen. Bounded, however long somebody looks. Pure. */
import type { Evidence } from '../../../analysis/judge/evidence.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';

/** One moment. Shares are in percent; null where it is not known. */
export interface Moment {
  /** Seconds since the epoch, as the plot wants it. */
  at: number;
  asked: number | null;
  readBack: number | null;
  observed: number | null;
}

/** So many are kept: more than a wall has pixels. */
export const MOST_MOMENTS = 1600;

/** What the past of a release says of its split, oldest first. */
export function pastMoments({ blocks, weights }: Pick<Evidence, 'blocks' | 'weights'>): Moment[] {
  const asked = weights.map(({ asked: points, effectiveAt }) => ({
    at: effectiveAt / 1000,
    asked: points / 100,
    readBack: points / 100,
    observed: null,
  }));
  const seen = blocks.flatMap(({ start, seconds, counts }) => {
    const [sides] = Object.values(counts);
    const candidate = sides?.candidate?.total ?? 0;
    const all = candidate + (sides?.stable?.total ?? 0);
    if (all === 0) return [];
    return [{ at: start / 1000 + seconds, observed: (100 * candidate) / all }];
  });
  let last: Pick<Moment, 'asked' | 'readBack'> = { asked: 0, readBack: 0 };
  return [...asked, ...seen]
    .toSorted((a, b) => a.at - b.at)
    .map((each) => {
      if ('asked' in each) {
        last = { asked: each.asked, readBack: each.readBack };
        return each;
      }
      return { ...each, ...last };
    });
}

/** The moment that a view of a release shows, at the time it came. */
export function momentOf({ traffic, live }: ReleaseView, now: number): Moment {
  const observed = live?.observed ?? traffic.observed;
  return {
    at: now / 1000,
    asked: traffic.asked / 100,
    readBack: traffic.readBack === undefined ? null : traffic.readBack / 100,
    observed: observed === undefined ? null : observed / 100,
  };
}

/** One more moment. When there are too many, of the older half each second one goes. */
export function withMoment(moments: readonly Moment[], next: Moment): Moment[] {
  const all = [...moments.filter(({ at }) => at <= next.at), next];
  if (all.length <= MOST_MOMENTS) return all;
  const half = Math.floor(all.length / 2);
  return all.filter((_, i) => i >= half || i % 2 === 0);
}

/** What was known before and what came meanwhile, as one. */
export function joined(past: readonly Moment[], live: readonly Moment[]): Moment[] {
  const [first] = live;
  const before = first === undefined ? past : past.filter(({ at }) => at < first.at);
  let all = [...before, ...live];
  while (all.length > MOST_MOMENTS) all = all.filter((_, i) => i % 2 === 0 || i === all.length - 1);
  return all;
}
