import { useEffect, useMemo } from 'preact/hooks';
import { Freshness } from '../../parts/freshness.tsx';
import { Mark } from '../../parts/mark.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useTitle } from '../../parts/use-title.ts';
import type { PageProps } from '../index.ts';
import { abortNow } from './abort-now.ts';
import { offersFor } from './acts.ts';
import { Decision } from './decision.tsx';
import { Events } from './events.tsx';
import { Finished } from './finished.tsx';
import { Head } from './head.tsx';
import { useLinkedPart } from './linked-part.tsx';
import { Metrics } from './metrics.tsx';
import { PlanText } from './plan.tsx';
import { Rules } from './rules.tsx';
import { Split } from './split.tsx';
import { standingOf } from './standing.ts';
import { Steps } from './steps.tsx';
import { useRelease } from './use-release.ts';

/** One release, while it runs and after: is it safe, why does it wait, and what can be done. */
export function ReleasePage({ params: { id = '' }, who }: PageProps) {
  const known = useRelease(id);
  const now = useNow();
  const { view, events, plan, noPlan, fresh, refused } = known;
  const abort = useMemo(() => (view === undefined ? undefined : abortNow(view, events)), [view, events]);
  const standing = view === undefined ? undefined : standingOf(view, now);
  useTitle(standing === undefined ? id : `${standing.word}: ${id}`);
  const isKnown = view !== undefined;
  // The heading is another one now, and whoever came by a link goes on reading at it.
  useEffect(() => {
    if (document.activeElement === document.body)
      document.querySelector('h1')?.focus({ preventScroll: true });
  }, [isKnown]);
  useLinkedPart();
  if (view === undefined || standing === undefined) {
    return (
      <main aria-busy={refused === undefined}>
        <h1 tabIndex={-1}>{id}</h1>
        {refused === undefined ? <Freshness {...fresh} /> : <p role="alert">{refused}</p>}
      </main>
    );
  }
  return (
    <main class="release">
      <Head view={view} standing={standing} fresh={fresh} now={now} />
      <div class="release-columns">
        <div class="release-main">
          <Decision
            view={view}
            standing={standing}
            events={events}
            offers={offersFor(view, who, abort)}
            abort={abort}
            fresh={fresh}
            onAnswer={known.learn}
          />
          <Metrics view={view} bounds={plan?.analysis} />
          <Rules id={view.id} rules={view.live?.rules ?? view.rules ?? []} now={now} />
          <Split view={view} moments={known.moments} />
          {view.phase === 'finished' && !view.stale ? <Finished view={view} /> : null}
        </div>
        <div class="release-side">
          <Steps view={view} now={now} />
        </div>
        <div class="release-main">
          <Events id={view.id} events={events} />
          {plan === undefined ? null : <PlanText plan={plan} />}
          {noPlan === undefined ? null : (
            <p class="tone-ask">
              <Mark of="alert" /> {noPlan}
            </p>
          )}
        </div>
      </div>
    </main>
  );
}
