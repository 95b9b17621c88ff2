/** The share of traffic over time: as asked, as the router says, and as seen. Bounded, however long somebody looks. Pure. */
import type { Evidence } from '../../../analysis/judge/evidence.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { readBackOf } from '../../../cli/read-back.ts';

/** One moment. Shares are in percent; null where it is not known. */
export interface Moment {
  /** Seconds since the epoch, as the plot wants it. */
  at: number;
  asked: number | null;
  readBack: number | null;
  /** Undefined where something else became known then, which breaks no line. */
  observed: number | null | undefined;
}

/** Silence that is a gap in what was seen, in seconds. */
export const GAP = 10;

/** So many are kept: more than a wall has pixels. */
export const MOST_MOMENTS = 1600;

/** What the past of a release says of its split, oldest first. */
export function pastMoments({ blocks, weights }: Pick<Evidence, 'blocks' | 'weights'>): Moment[] {
  const asked = weights.map(({ asked: points, effectiveAt }) => ({
    at: effectiveAt / 1000,
    asked: points / 100,
    observed: undefined,
  }));
  const seen = blocks.flatMap(({ start, seconds, counts }) => {
    const [sides] = Object.values(counts);
    const candidate = sides?.candidate?.total ?? 0;
    const all = candidate + (sides?.stable?.total ?? 0);
    if (all === 0) return [];
    return [{ at: start / 1000 + seconds, observed: (100 * candidate) / all }];
  });
  let last = 0;
  return [...asked, ...seen]
    .toSorted((a, b) => a.at - b.at)
    .map((each) => {
      if ('asked' in each) last = each.asked;
      // Nothing keeps what the router said then.
      return { ...each, asked: last, readBack: null };
    });
}

/** The moment that a view of a release shows, at the time it came. */
export function momentOf(view: ReleaseView, now: number): Moment {
  const { traffic, live } = view;
  const { share } = readBackOf(view);
  const observed = live?.observed ?? traffic.observed;
  return {
    at: now / 1000,
    asked: traffic.asked / 100,
    readBack: share === undefined ? null : share / 100,
    observed: observed === undefined ? null : observed / 100,
  };
}

/** One more moment. When there are too many, of the older half each second one goes. */
export function withMoment(moments: readonly Moment[], next: Moment): Moment[] {
  // A clock may have been put back.
  const before = (moments.at(-1)?.at ?? 0) <= next.at ? moments : moments.filter(({ at }) => at <= next.at);
  const all = [...before, next];
  if (all.length <= MOST_MOMENTS) return all;
  const half = Math.floor(all.length / 2);
  return all.filter((_, i) => i >= half || i % 2 === 0);
}

/** Nobody saw what came after the last moment: all lines end there. */
export function withGap(moments: readonly Moment[]): Moment[] {
  const last = moments.at(-1);
  if (last === undefined) return [];
  return [...moments, { at: last.at + 0.001, asked: null, readBack: null, observed: null }];
}

/** What a release tells of its past and what was seen of it, as one: by its own account where nobody looked. */
export function joined(past: readonly Moment[], seen: readonly Moment[]): Moment[] {
  const live = seen.filter(({ asked }) => asked !== null);
  let i = 0;
  const unseen = past.filter(({ at }) => {
    while ((live[i]?.at ?? Number.POSITIVE_INFINITY) < at) i += 1;
    const [before, after] = [live[i - 1], live[i]];
    if (before === undefined || after === undefined) return after?.at !== at;
    return after.at !== at && after.at - before.at > GAP;
  });
  let all = [...unseen, ...live].toSorted((a, b) => a.at - b.at);
  while (all.length > MOST_MOMENTS) all = all.filter((_, n) => n % 2 === 0 || n === all.length - 1);
  return all;
}
