/** What is known of a release by what was heard of it. Pure. */
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { GAP, momentOf, withGap, withMoment, type Moment } from './split-series.ts';

/** What a stream tells of a release. */
export interface Heard {
  view?: ReleaseView;
  events: readonly ReleaseEvent[];
  moments: Moment[];
  /** How many times nothing was heard for so long that what happened has to be read. */
  gaps: number;
  fresh: Fresh;
  /** The newest event that the answer of an act knew of, until the stream knows of it, too. */
  answered?: number;
}

/** What came. */
export interface News {
  /** Absent: it is as it was. */
  view?: ReleaseView;
  events: readonly ReleaseEvent[];
  /** For how long it is known, in milliseconds; absent: it is so now. */
  age?: number;
}

/** Whether everything has come that ever will. */
export function isOver(view: ReleaseView | undefined, events: readonly ReleaseEvent[]): boolean {
  return view?.phase === 'finished' && !view.stale && (events.at(-1)?.number ?? 0) >= view.events;
}

/** What is known with the news, at a moment in milliseconds since the epoch. */
export function withNews<Known extends Heard>(before: Known, news: News, now: number): Known {
  const { events, age } = news;
  const isOlder = news.view?.stale === false && news.view.events < (before.answered ?? 0);
  const view = isOlder ? before.view : (news.view ?? before.view);
  if (view === undefined) return { ...before, events };
  const { gaps, moments } = view.stale ? before : overGap(before, now - (age ?? 0));
  // What is not as of now is no moment of the plot.
  const isNow = age === undefined && !view.stale && view.phase !== 'finished';
  return {
    ...before,
    view,
    events,
    gaps,
    answered: news.view?.stale === false && !isOlder ? 0 : (before.answered ?? 0),
    moments: isNow ? withMoment(moments, momentOf(view, now)) : moments,
    fresh: { ...heardAt(before.fresh, view, now - (age ?? 0)), over: isOver(view, events) },
  };
}

/**
 * What an act was answered, which is newer than what was heard, unless that has come late; it says nothing of the
 * watch, which goes on. The stream may have been asked before it, so what it tells next can be older.
 */
export function withAnswer<Known extends Heard>(before: Known, answer: ReleaseView): Known {
  if (before.view?.stale === false && before.view.events > answer.events) return before;
  const live = before.view?.live;
  const view = { ...(live === undefined ? {} : { live }), ...answer };
  return { ...before, view, answered: answer.events };
}

/** What was not seen is not drawn, and counted as one more gap. */
function overGap({ gaps, moments, fresh }: Heard, at: number): Pick<Heard, 'gaps' | 'moments'> {
  const silent = at - (fresh.heardAt ?? at);
  return silent > 1000 * GAP ? { gaps: gaps + 1, moments: withGap(moments) } : { gaps, moments };
}

/** What no worker told is as old as the last heartbeat, and else as what was known before. */
function heardAt(before: Fresh, { stale, live }: ReleaseView, at: number): Fresh {
  return stale
    ? { heardAt: live?.at ?? before.heardAt, trouble: 'no worker answers' }
    : { heardAt: at, trouble: undefined };
}
