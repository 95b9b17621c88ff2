import { useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import { count } from '../../../cli/figures.ts';
import { Moment } from '../../parts/moment.tsx';
import { unbroken } from '../../parts/unbroken.ts';
import { partName } from '../../routing/address.ts';
import { usePlace } from '../../routing/location.ts';
import { PartLink } from './linked-part.tsx';
import { byWhom, notKept } from './who-did.ts';

/** So many are shown unless somebody asks for all. */
const FIRST = 40;

/** What happened, newest first: when, what, by whom, and why. */
export function Events({ id, events }: { id: string; events: readonly ReleaseEvent[] }) {
  const [all, setAll] = useState(false);
  const { part } = usePlace();
  const older = events.slice(0, -FIRST);
  const isLinked = older.some(({ number }) => partName('event', number) === part);
  const lost = notKept(events);
  const shown = events.toReversed().slice(0, all || isLinked ? events.length : FIRST);
  return (
    <section aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      <ol class="plain events" reversed>
        {shown.map((event) => (
          <Event key={event.number} id={id} event={event} />
        ))}
      </ol>
      {shown.length < events.length ? (
        <button type="button" onClick={() => setAll(true)}>
          Show {lost === 0 ? 'all' : 'the newest'} {events.length}
        </button>
      ) : null}
      {lost === 0 ? null : (
        <p id={partOfLost(part, lost)} class="quiet">
          Not kept on this page: the oldest {count(lost)}. All of them:{' '}
          <code>sluice --json release watch {id}</code>
        </p>
      )}
    </section>
  );
}

/** A link to an event that is not kept leads to the line that says so. */
function partOfLost(part: string, lost: number): string | undefined {
  const number = Number(/^event-(\d+)$/.exec(part)?.[1]);
  return number >= 1 && number <= lost ? part : undefined;
}

function Event({ id, event }: { id: string; event: ReleaseEvent }) {
  const { number, at, kind, message, reason, page, data } = event;
  const evidence = typeof data?.['evidence'] === 'string' ? data['evidence'] : undefined;
  const link = linkIn(data);
  const part = partName('event', number);
  return (
    <li id={part} class={`event${page === true || kind === 'error' ? ' event-page' : ''}`}>
      <span class="event-at quiet">
        <PartLink id={id} part={part}>
          <Moment at={at} />
        </PartLink>
      </span>
      <span class="event-kind">{kind}</span>
      <span class="event-said">
        {unbroken(message)}
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
