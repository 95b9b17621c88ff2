import { useMemo } from 'preact/hooks';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { changeQuery } from '../../routing/location.ts';
import { AgendaList } from './agenda-list.tsx';
import { agendaOf } from './agenda.ts';
import type { Asked } from './asked.ts';
import type { Asking } from './asking-now.ts';
import { addDays, dayOf, mondayOf } from './days.ts';
import type { Entry } from './entries.ts';
import type { Clock } from './clock.ts';
import { WeekGrid } from './week-grid.tsx';
import { weeksOf } from './weeks.ts';
import { dateOf } from './when.ts';

/** Weeks that are drawn, and days of the agenda. */
const WEEKS = 4;

/** Four weeks: drawn where there is room, and day by day. */
export function DaysAhead({
  entries,
  notRead,
  asked: { from },
  ...around
}: {
  entries: readonly Entry[];
  /** What is missing among them since it has not been read yet, in one sentence. */
  notRead: string | undefined;
  asked: Asked;
  who: Whoami;
  clock: Clock;
  ask: (asking: Asking) => void;
}) {
  const { zone, now } = around.clock;
  const today = dayOf(now, zone);
  const days = useMemo(
    () => agendaOf(entries, { from, now, zone, days: WEEKS * 7 }),
    [entries, from, now, zone],
  );
  const weeks = useMemo(
    () => weeksOf(entries, { from, now, zone, weeks: WEEKS }),
    [entries, from, now, zone],
  );
  const leaf = (by: number): void => {
    const to = addDays(from, by * 7);
    changeQuery({ from: to === mondayOf(today) ? '' : to });
  };
  return (
    <section aria-labelledby="ahead-title">
      <div class="ahead-head">
        <h2 id="ahead-title">
          {dateOf(from, today)} to {dateOf(addDays(from, WEEKS * 7 - 1), today)}
        </h2>
        <div class="acts">
          <button type="button" disabled={from <= mondayOf(today)} onClick={() => leaf(-WEEKS)}>
            Earlier
          </button>
          <button type="button" onClick={() => leaf(WEEKS)}>
            Later
          </button>
        </div>
      </div>
      <WeekGrid weeks={weeks} clock={around.clock} />
      {notRead === undefined ? null : <p class="quiet">{notRead}</p>}
      {notRead === undefined && days.length === 0 ? (
        <p class="quiet">Nothing is known of in these days.</p>
      ) : null}
      <AgendaList days={days} {...around} />
      <p class="quiet note">
        Of a schedule the next five runs are known, of a calendar the next five events.
      </p>
    </section>
  );
}
