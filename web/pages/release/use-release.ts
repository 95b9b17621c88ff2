import { useEffect, useState } from 'preact/hooks';
import type { Evidence } from '../../../analysis/judge/evidence.ts';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Plan } from '../../../config/plan.ts';
import { ask } from '../../asking/ask.ts';
import { follow } from '../../asking/follow.ts';
import { isOver, withNews, type Heard, type News } from './heard.ts';
import { releasePath } from './release-path.ts';
import { joined, pastMoments } from './split-series.ts';
import { withEvent } from './who-did.ts';

/** All that the page knows of a release. */
export interface Known extends Heard {
  /** Absent where it is not kept any more. */
  plan?: Plan;
  /** Why there is nothing to show. */
  refused?: string;
  /** Takes what an act was answered, which is newer than what the stream has told. */
  learn: (answer: ReleaseView) => void;
}

const NOTHING: Omit<Known, 'learn'> = {
  events: [],
  moments: [],
  fresh: { heardAt: undefined, trouble: undefined },
};

/** Follows a release for as long as its page is shown. */
export function useRelease(id: string): Known {
  const [known, setKnown] = useState(NOTHING);
  useEffect(() => {
    const stop = new AbortController();
    let events: readonly ReleaseEvent[] = [];
    let view: ReleaseView | undefined;
    const heard = (news: Omit<News, 'events'>): void =>
      setKnown((before) => withNews(before, { ...news, events }, Date.now()));
    const end = follow(releasePath(id, '/events'), {
      after: () => events.at(-1)?.number ?? 0,
      isOver: () => isOver(view, events),
      message: (kind, data) => {
        // oxlint-disable typescript/no-unsafe-type-assertion -- page and API are of one build
        if (kind === 'event') events = withEvent(events, data as ReleaseEvent);
        if (kind === 'status') {
          const { age, ...told } = data as ReleaseView & { age?: number };
          view = told;
          heard(age === undefined ? { view } : { view, age });
        }
        if (kind === 'looked' || (kind === 'event' && isOver(view, events))) heard({});
        if (kind === 'problem') {
          const trouble = (data as { detail: string }).detail;
          setKnown((before) => ({ ...before, fresh: { ...before.fresh, trouble } }));
        }
        // oxlint-enable typescript/no-unsafe-type-assertion
      },
      trouble: (trouble, final) => {
        setKnown((before) => ({
          ...before,
          ...(final && before.view === undefined && trouble !== undefined ? { refused: trouble } : {}),
          fresh: { ...before.fresh, trouble, ended: final },
        }));
      },
    });
    void readPast(id, stop.signal, setKnown);
    return () => {
      stop.abort();
      end();
    };
  }, [id]);
  const learn = (answer: ReleaseView): void =>
    setKnown((before) => ({ ...before, view: { ...before.view, ...answer } }));
  return { ...known, learn };
}

/** What a stream does not tell: the plan, and how the split went before somebody looked. Without them the rest is shown. */
async function readPast(
  id: string,
  signal: AbortSignal,
  setKnown: (change: (before: typeof NOTHING) => typeof NOTHING) => void,
): Promise<void> {
  const plan = ask<Plan>(releasePath(id, '/plan'), signal);
  const evidence = ask<{ evidence: Evidence }>(releasePath(id, '/evidence'), signal);
  const [planned, judged] = await Promise.allSettled([plan, evidence]);
  if (signal.aborted) return;
  setKnown((before) => ({
    ...before,
    ...(planned.status === 'fulfilled' ? { plan: planned.value } : {}),
    ...(judged.status === 'fulfilled'
      ? { moments: joined(pastMoments(judged.value.evidence), before.moments) }
      : {}),
  }));
}
