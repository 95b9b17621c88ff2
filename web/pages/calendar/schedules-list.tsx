import type { ScheduleView } from '../../../api/wire/schedule.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { count } from '../../../cli/figures.ts';
import { State } from '../../parts/state.tsx';
import { accessTo } from './access.ts';
import type { Asking } from './asking-now.ts';
import type { Clock } from './clock.ts';
import { MomentIn } from './moment-in.tsx';

/** Every schedule: when it runs next and ran last, what was missed, and what can be done with it. */
export function SchedulesList({
  schedules,
  who,
  clock,
  ask,
}: {
  schedules: readonly ScheduleView[];
  who: Whoami;
  clock: Clock;
  ask: (asking: Asking) => void;
}) {
  return (
    <section aria-labelledby="schedules-title">
      <h2 id="schedules-title">Schedules</h2>
      {schedules.length === 0 ? <p class="quiet">There is no schedule here.</p> : null}
      {schedules.some(({ lane }) => accessTo(who, 'operator', [lane]).refused !== undefined) ? (
        <p class="quiet">What is grey takes the role operator in the lane of the schedule.</p>
      ) : null}
      <ul class="plain">
        {schedules.map((schedule) => (
          <ScheduleItem key={`${schedule.lane}/${schedule.name}`} {...{ schedule, who, clock, ask }} />
        ))}
      </ul>
    </section>
  );
}

function ScheduleItem({
  schedule,
  who,
  clock,
  ask,
}: {
  schedule: ScheduleView;
  who: Whoami;
  clock: Clock;
  ask: (asking: Asking) => void;
}) {
  const { lane, name, cron, timeZone, version, paused, note, next, last, missed, skipped } = schedule;
  const { refused } = accessTo(who, 'operator', [lane]);
  const [first] = next;
  const button = (act: 'pause' | 'resume' | 'trigger', label: string) => (
    <button
      type="button"
      disabled={refused !== undefined}
      title={refused}
      onClick={() => ask({ what: 'schedule', act, schedule })}
    >
      {label}
      <span class="unseen">
        {' '}
        {name} of {lane}
      </span>
    </button>
  );
  return (
    <li class="schedule">
      <span class="schedule-name">
        <strong>{name}</strong>
        <span class="quiet"> {lane.replace('.', '@')}</span>
      </span>
      <span class="schedule-when">
        <span class="mono">{cron}</span> <span class="quiet">{timeZone}</span>
        <span class="quiet"> {version === 'latest' ? 'newest version' : version}</span>
      </span>
      <span class="schedule-next">
        {paused ? (
          <>
            <State tone="ask" word="paused" /> <span class="quiet">{note}</span>
          </>
        ) : first === undefined ? (
          <span class="quiet">never again</span>
        ) : (
          <>
            next <MomentIn at={first.at} {...clock} />
            {first.clocks === undefined ? null : <span class="tone-ask agenda-note">! {first.clocks}</span>}
          </>
        )}
      </span>
      <span class="schedule-last">
        <span class="quiet">{last === null ? 'never ran' : 'last '}</span>
        {last === null ? null : <MomentIn at={last} {...clock} />}
        {missed === 0 ? null : <span class="tone-ask"> ! {count(missed)} missed</span>}
        {skipped === 0 ? null : <span class="quiet"> {count(skipped)} left out</span>}
      </span>
      <span class="acts">
        {paused ? button('resume', 'Resume') : button('pause', 'Pause')}
        {button('trigger', 'Run now')}
      </span>
    </li>
  );
}
