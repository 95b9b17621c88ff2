import { useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { NotLive } from '../../parts/freshness.tsx';
import { ActDialog } from './act-dialog.tsx';
import { Said } from '../../parts/said.tsx';
import { unbroken } from '../../parts/unbroken.ts';
import { asOffered, notOffered, refusals, type Offer } from './acts.ts';
import type { Standing } from './standing.ts';

/** Why it waits, what becomes of it, and what can be done: the one question that the page answers. */
export function Decision({
  view,
  standing,
  events,
  offers,
  abort,
  fresh,
  onAnswer,
}: {
  view: ReleaseView;
  standing: Standing;
  events: readonly ReleaseEvent[];
  offers: Offer[];
  abort: string | undefined;
  fresh: Fresh;
  /** What an act was answered. */
  onAnswer: (answer: ReleaseView) => void;
}) {
  const [asked, setAsked] = useState<Offer>();
  const [done, setDone] = useState('');
  return (
    <section class={`decision ground-${standing.tone}`} aria-label="What it waits for">
      <p class="decision-sentence">{unbroken(standing.sentence)}</p>
      {standing.otherwise === undefined ? null : <p>{unbroken(standing.otherwise)}</p>}
      {view.retrying === undefined ? null : (
        <p class="tone-ask">
          Failed {view.retrying.failed === 1 ? 'once' : `${view.retrying.failed} times`} and is tried again:{' '}
          {view.retrying.message}
        </p>
      )}
      <NotLive fresh={fresh} />
      {view.stale ? (
        <p class="tone-ask">This is what Temporal knew last. {notOffered(view, offers)}</p>
      ) : null}
      {offers.length === 0 ? null : (
        <div class="acts">
          {offers.map((each) => (
            <button
              key={each.name}
              type="button"
              class={each.answer ? 'primary' : each.undoes ? 'undoes' : ''}
              disabled={each.refused !== undefined}
              title={each.refused ?? each.does}
              onClick={() => {
                setDone('');
                setAsked(each);
              }}
            >
              {each.label}
            </button>
          ))}
        </div>
      )}
      {refusals(offers).map((why) => (
        <p key={why} class="quiet">
          {why}
        </p>
      ))}
      <Said text={done} />
      {abort === undefined ? null : <p class="decision-abort quiet">{unbroken(abort)}</p>}
      {asked === undefined ? null : (
        <ActDialog
          view={view}
          offer={asOffered(asked, offers, view.stale && view.phase !== 'finished')}
          events={events}
          fresh={fresh}
          onAnswer={onAnswer}
          onClose={(said) => {
            setAsked(undefined);
            setDone(said ?? '');
          }}
        />
      )}
    </section>
  );
}
