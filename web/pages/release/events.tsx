import { useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import { Moment } from '../../parts/moment.tsx';
import { byWhom } from './who-did.ts';

/** So many are shown unless somebody asks for all. */
const FIRST = 40;

/** What happened, newest first: when, what, by whom, and why. */
export function Events({ events }: { events: readonly ReleaseEvent[] }) {
  const [all, setAll] = useState(false);
  const shown = events.toReversed().slice(0, all ? events.length : FIRST);
  return (
    <section aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      <ol class="plain events" reversed>
        {shown.map((event) => (
          <Event key={event.number} event={event} />
        ))}
      </ol>
      {shown.length < events.length ? (
        <button type="button" onClick={() => setAll(true)}>
          Show all {events.length}
        </button>
      ) : null}
    </section>
  );
}

function Event({ event }: { event: ReleaseEvent }) {
  const { at, kind, message, reason, page, data } = event;
  const evidence = typeof data?.['evidence'] === 'string' ? data['evidence'] : undefined;
  const link = linkIn(data);
  return (
    <li class={`event${page === true || kind === 'error' ? ' event-page' : ''}`}>
      <span class="event-at quiet">
        <Moment at={at} />
      </span>
      <span class="event-kind">{kind}</span>
      <span class="event-said">
        {message}
        <span class="quiet">{byWhom(event)}</span>
        {reason === undefined || reason === '' ? null : <q class="event-reason">{reason}</q>}
        {evidence === undefined ? null : <span class="quiet"> Evidence: {evidence}</span>}
        {link === undefined ? null : (
          <>
            {' '}
            <a href={link} target="_blank" rel="noreferrer noopener">
              Look at it
            </a>
          </>
        )}
      </span>
    </li>
  );
}

/** A link of a gate's evidence; what is not of the web is not followed. */
function linkIn(data: ReleaseEvent['data']): string | undefined {
  const link = data?.['link'];
  return typeof link === 'string' && /^https?:\/\//.test(link) ? link : undefined;
}
