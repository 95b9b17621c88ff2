import { useEffect, useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Plan } from '../../../config/plan.ts';
import { follow } from '../../asking/follow.ts';
import { now } from '../../asking/server-time.ts';
import { isOver, withAnswer, withNews, type Heard, type News } from './heard.ts';
import { releasePath } from './release-path.ts';
import { joined, pastMoments } from './split-series.ts';
import { useBeside } from './use-beside.ts';
import { withEvent } from './who-did.ts';

/** All that the page knows of a release. */
export interface Known extends Heard {
  plan?: Plan;
  /** Why there is none, in one sentence. */
  noPlan?: string;
  /** Why there is nothing to show. */
  refused?: string;
  /** Takes what an act was answered, which is newer than what the stream has told. */
  learn: (answer: ReleaseView) => void;
}

const NOTHING: Omit<Known, 'learn'> = {
  events: [],
  moments: [],
  gaps: 0,
  fresh: { heardAt: undefined, trouble: undefined },
};

/** Follows a release for as long as its page is shown. */
export function useRelease(id: string): Known {
  const [known, setKnown] = useState(NOTHING);
  useEffect(() => {
    let events: readonly ReleaseEvent[] = [];
    let view: ReleaseView | undefined;
    const heard = (news: Omit<News, 'events'>): void =>
      setKnown((before) => withNews(before, { ...news, events }, now()));
    return follow(releasePath(id, '/events'), {
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
  }, [id]);
  useBeside(id, known.gaps, {
    plan: (plan) => setKnown(({ noPlan: _, ...before }) => ({ ...before, plan })),
    noPlan: (noPlan) => setKnown((before) => ({ ...before, noPlan })),
    past: (evidence) =>
      setKnown((before) => ({ ...before, moments: joined(pastMoments(evidence), before.moments) })),
  });
  const learn = (answer: ReleaseView): void => setKnown((before) => withAnswer(before, answer));
  return { ...known, learn };
}
