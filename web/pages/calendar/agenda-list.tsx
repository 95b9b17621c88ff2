import type { Whoami } from '../../../api/wire/whoami.ts';
import { Mark } from '../../parts/mark.tsx';
import { accessTo } from './access.ts';
import type { AgendaDay, AgendaItem } from './agenda.ts';
import type { Asking } from './asking-now.ts';
import { addDays, dayOf } from './days.ts';
import type { Freezing } from './entries.ts';
import type { Clock } from './clock.ts';
import { dayInWords, inUtc, momentIn, timeIn } from './when.ts';

/** Lines of a day that are shown at once; the others on asking. */
const SHOWN = 12;

interface Around {
  who: Whoami;
  clock: Clock;
  ask: (asking: Asking) => void;
}

/** What comes, day by day. */
export function AgendaList({ days, ...around }: Around & { days: readonly AgendaDay[] }) {
  const today = dayOf(around.clock.now, around.clock.zone);
  const grey = days.some(({ items }) => items.some((item) => whyNotEnded(item, around.who) !== undefined));
  return (
    <>
      {grey ? <p class="quiet">What is grey takes the role operator in all lanes of the freeze.</p> : null}
      <ol class="plain agenda">
        {days.map(({ day, clocks, items }) => (
          <li key={day} class="agenda-day">
            <h3>
              {dayInWords(day, today)}
              {clocks === undefined ? null : <span class="tone-ask"> ! {clocks}</span>}
            </h3>
            <Items items={items.slice(0, SHOWN)} {...around} />
            {items.length > SHOWN ? (
              <details>
                <summary>{items.length - SHOWN} more</summary>
                <Items items={items.slice(SHOWN)} {...around} />
              </details>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Why somebody cannot end the freeze of an item; undefined where they can, or there is none to end. */
function whyNotEnded(item: AgendaItem, who: Whoami): string | undefined {
  if (!isEndable(item)) return undefined;
  return accessTo(who, 'operator', item.freeze.lanes).refused;
}

function isEndable(item: AgendaItem): item is Exclude<AgendaItem, { what: 'run' }> {
  return item.what !== 'run' && item.what !== 'ends' && item.freeze.id !== undefined;
}

function Items({ items, ...around }: Around & { items: readonly AgendaItem[] }) {
  return (
    <ul class="plain">
      {items.map((item) => (
        <li key={`${item.what}/${(item.what === 'run' ? item.run : item.freeze).key}`} class="agenda-item">
          {item.what === 'run' ? (
            <RunItem item={item} clock={around.clock} />
          ) : (
            <FreezeItem item={item} {...around} />
          )}
        </li>
      ))}
    </ul>
  );
}

function RunItem({ item, clock: { zone } }: { item: Extract<AgendaItem, { what: 'run' }>; clock: Clock }) {
  const { at, run, count, last } = item;
  const { name, lane, version, clocks, frozen } = run;
  return (
    <>
      <Time at={at}>{count === 1 ? timeIn(at, zone) : `${timeIn(at, zone)} to ${timeIn(last, zone)}`}</Time>
      <span class="tone-go agenda-mark" aria-hidden="true">
        <Mark of="dot" />
      </span>
      <span class="agenda-said">
        <strong>{name}</strong>
        {count === 1 ? '' : `, ${count} times,`} releases{' '}
        {version === 'latest' ? 'the newest version' : version} in {lane}
        {clocks === undefined ? null : <span class="tone-ask agenda-note">! {clocks}</span>}
        {frozen === undefined ? null : (
          <span class="tone-ask agenda-note">! frozen then by {frozen.by}: it waits, or is refused</span>
        )}
      </span>
    </>
  );
}

function FreezeItem({ item, who, clock, ask }: Around & { item: Exclude<AgendaItem, { what: 'run' }> }) {
  const { freeze, what, allDay } = item;
  const { lanes, reason, by, owner } = freeze;
  const refused = whyNotEnded(item, who);
  const stands = freeze.start <= clock.now;
  return (
    <>
      <Time at={what === 'stands' ? freeze.end : item.at}>{timeOf(freeze, what, allDay, clock)}</Time>
      <span class={`agenda-mark ${stands ? 'tone-ask' : 'tone-quiet'}`} aria-hidden="true">
        {stands ? '!' : '–'}
      </span>
      <span class="agenda-said">
        {what === 'ends' ? 'ends: ' : stands ? 'frozen: ' : 'freeze: '}
        <strong>{lanes.join(', ')}</strong> {reason}{' '}
        <span class="quiet">
          {by}
          {owner === '' ? '' : `, of ${owner}`}
        </span>
      </span>
      {!isEndable(item) ? null : (
        <button
          type="button"
          class="agenda-act"
          disabled={refused !== undefined}
          title={refused}
          onClick={() => ask({ what: 'end', freeze })}
        >
          End<span class="unseen"> {by}</span>
        </button>
      )}
    </>
  );
}

function Time({ at, children }: { at: number; children: string }) {
  return (
    <time class="agenda-time" dateTime={new Date(at).toISOString()} title={inUtc(at)}>
      {children}
    </time>
  );
}

function timeOf(
  { start, end }: Freezing,
  what: 'begins' | 'stands' | 'ends',
  allDay: boolean,
  { zone, now }: Clock,
): string {
  if (what === 'ends') return allDay ? 'midnight' : timeIn(end, zone);
  if (allDay) {
    const last = addDays(dayOf(end, zone), -1);
    const until =
      last === dayOf(start, zone) && what === 'begins' ? '' : ` until ${dayInWords(last, dayOf(now, zone))}`;
    return `all day${until}`;
  }
  if (what === 'stands') return `until ${momentIn(end, zone, now)}`;
  const sameDay = dayOf(start, zone) === dayOf(end, zone);
  return `${timeIn(start, zone)} to ${sameDay ? timeIn(end, zone) : momentIn(end, zone, now)}`;
}
