import { count } from '../../../cli/figures.ts';
import { Mark } from '../../parts/mark.tsx';
import { isAllDay } from './days.ts';
import type { Clock } from './clock.ts';
import { timeIn } from './when.ts';
import type { Bar, GridDay, Week } from './weeks.ts';

/** Runs that are drawn in a day; more are counted. */
const SHOWN = 3;
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Weeks below each other. It is for the eye: the agenda says the same in words. */
export function WeekGrid({ weeks, clock }: { weeks: readonly Week[]; clock: Clock }) {
  return (
    <div class="weeks" aria-hidden="true">
      <div class="week-names quiet">
        {['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      {weeks.map((week, index) => (
        <div key={week.monday} class="week">
          {week.days.map((each, column) => (
            <DayCell
              key={each.day}
              day={each}
              column={column}
              isFirst={index === 0 && column === 0}
              zone={clock.zone}
            />
          ))}
          {week.bars.map((bar) => (
            <FreezeBar key={bar.freeze.key} bar={bar} clock={clock} />
          ))}
          {week.more === 0 ? null : (
            <span class="week-more quiet">
              and {count(week.more)} more {week.more === 1 ? 'freeze' : 'freezes'}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function DayCell({
  day: { day, when, clocks, runs },
  column,
  isFirst,
  zone,
}: {
  day: GridDay;
  column: number;
  isFirst: boolean;
  zone: string;
}) {
  const begins = isFirst || day.endsWith('-01');
  const more = runs.length - SHOWN;
  return (
    <div class={`day day-${when.replace(' ', '-')}`} style={{ gridColumn: column + 1 }}>
      <span class="day-number">{(begins ? MONTH : DAY).format(Date.parse(day))}</span>
      {clocks === undefined ? null : <span class="day-clocks tone-ask">{clocks}</span>}
      <div class="day-runs">
        {runs.slice(0, SHOWN).map(({ first, count: times }) => (
          <span
            key={first.key}
            class="day-run"
            title={`${first.name} of ${first.lane}${first.frozen === undefined ? '' : ': the lane is frozen then'}`}
          >
            <span class={first.frozen === undefined && first.clocks === undefined ? 'tone-go' : 'tone-ask'}>
              <Mark of={first.frozen === undefined && first.clocks === undefined ? 'dot' : 'alert'} />
            </span>{' '}
            {timeIn(first.at, zone)} {first.name} <span class="quiet">{first.lane}</span>
            {times === 1 ? '' : ` ×${times}`}
          </span>
        ))}
        {more > 0 ? <span class="quiet">and {count(more)} more</span> : null}
      </div>
    </div>
  );
}

function FreezeBar({ bar: { freeze, first, last, row, begins, ends }, clock }: { bar: Bar; clock: Clock }) {
  const { start, end, lanes, reason, by } = freeze;
  const allDay = isAllDay(freeze, clock.zone);
  const state = end <= clock.now ? 'over' : start <= clock.now ? 'stands' : 'comes';
  const edges = `${begins ? ' bar-begins' : ''}${ends ? ' bar-ends' : ''}`;
  return (
    <span
      class={`bar bar-${state}${edges}`}
      style={{ gridColumn: `${first + 1} / ${last + 2}`, gridRow: row + 2 }}
      title={`${by}: ${lanes.join(', ')}: ${reason}`}
    >
      {begins && !allDay ? `${timeIn(start, clock.zone)} ` : ''}
      <strong>{lanes.join(', ')}</strong> {reason}
    </span>
  );
}
