import { useMemo, useState } from 'preact/hooks';
import { Said } from '../../parts/said.tsx';
import { useTitle } from '../../parts/use-title.ts';
import type { PageProps } from '../index.ts';
import { useBoard } from '../lanes/use-board.ts';
import { readAsked } from './asked.ts';
import type { Asking } from './asking-now.ts';
import { AskFor } from './asking.tsx';
import { BeforeList } from './before-list.tsx';
import { CalendarsList } from './calendars-list.tsx';
import { OWN_ZONE } from './clock.ts';
import { DaysAhead } from './days-ahead.tsx';
import { freezingsOf, notReadYet, runsOf, shownOf } from './entries.ts';
import { Head, Narrow } from './head.tsx';
import { meets } from './meets.ts';
import { SchedulesList } from './schedules-list.tsx';
import { StopLine } from './stop-line.tsx';
import { useCalendar } from './use-calendar.ts';
import { useMinute } from './use-minute.ts';
import { waitingDeployments, waitingReleases } from './waiting.ts';
import { WaitingList } from './waiting-list.tsx';
import { windowsOf } from './windows.ts';
import { WindowsList } from './windows-list.tsx';

/** What may run when, who must approve what, and what can be done about it. */
export function CalendarPage({ query, who }: PageProps) {
  const { known, fresh, look } = useCalendar(who);
  const { lanes, fresh: live } = useBoard();
  // Days are laid out anew each minute, not each second.
  const minute = useMinute();
  const asked = readAsked(query, OWN_ZONE, minute);
  const [asking, setAsking] = useState<Asking>();
  const [done, setDone] = useState('');
  const clock = useMemo(() => ({ zone: asked.zone, now: minute }), [asked.zone, minute]);
  const board = useMemo(() => lanes && [...lanes.values()], [lanes]);
  const { freezes, schedules } = known;
  const freezings = useMemo(() => (freezes === undefined ? [] : freezingsOf(freezes)), [freezes]);
  const entries = useMemo(
    () => [...freezings, ...runsOf(schedules ?? [], freezings)],
    [freezings, schedules],
  );
  const { lane, kind } = asked;
  const shown = useMemo(() => shownOf(entries, { lane, kind }), [entries, lane, kind]);
  const releases = board && waitingReleases(board, asked.lane);
  const deployments = known.deployments && waitingDeployments(known.deployments, asked.lane);
  const waiting = (releases?.length ?? 0) + (deployments?.length ?? 0);
  useTitle(waiting === 0 ? 'Calendar' : `(${waiting}) Calendar`);
  const shows = (kind: string): boolean => asked.kind === 'all' || asked.kind === kind;
  const ask = (next: Asking): void => {
    setDone('');
    setAsking(next);
  };
  const around = { who, clock, ask };
  const stop = freezes?.stop ?? null;
  const both = {
    heardAt: earlier(fresh.heardAt, live.heardAt),
    every: Math.max(fresh.every ?? 0, live.every ?? 0),
    trouble: fresh.trouble ?? live.trouble,
    ended: live.ended === true,
  };
  return (
    <main class="calendar" aria-busy={freezes === undefined || schedules === undefined}>
      <Head {...around} fresh={both} stopped={stop !== null} />
      {stop === null ? null : <StopLine stop={stop} {...around} />}
      <Said text={done} />
      <Narrow
        asked={asked}
        lanes={freezes?.lanes.map(({ lane }) => lane.replace('.', '@')).toSorted() ?? []}
      />
      <div class="calendar-columns">
        <div class="calendar-side">
          {shows('approvals') ? (
            <WaitingList
              {...around}
              releases={releases}
              deployments={deployments}
              fresh={both}
              onDone={(said) => {
                setDone(said);
                look();
              }}
            />
          ) : null}
          {shows('freezes') && freezes !== undefined ? (
            <WindowsList
              windows={windowsOf(freezes.lanes, lanes ?? new Map(), asked.lane)}
              stopped={stop !== null}
              freezings={freezings}
              clock={clock}
            />
          ) : null}
        </div>
        {asked.kind === 'approvals' ? null : (
          <div class="calendar-main">
            <DaysAhead {...around} entries={shown} notRead={notReadYet(known, kind)} asked={asked} />
            {shows('schedules') && schedules !== undefined ? (
              <SchedulesList
                {...around}
                schedules={schedules.filter(({ lane }) => meets(lane, asked.lane))}
              />
            ) : null}
            {shows('freezes') && freezes !== undefined ? (
              <CalendarsList calendars={freezes.calendars} clock={clock} />
            ) : null}
            {known.before === undefined ? null : (
              <section aria-labelledby="history-title">
                <h2 id="history-title">Who did what</h2>
                <BeforeList known={known.before} subject="" most={20} clock={clock} />
              </section>
            )}
          </div>
        )}
      </div>
      {asking === undefined ? null : (
        <AskFor
          {...{ asking, who, board, freezings, known, clock }}
          onClose={(said) => {
            setAsking(undefined);
            setDone(said ?? '');
            if (said !== undefined) look();
          }}
        />
      )}
    </main>
  );
}

function earlier(some: number | undefined, other: number | undefined): number | undefined {
  return some === undefined || other === undefined ? undefined : Math.min(some, other);
}
