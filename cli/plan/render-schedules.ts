/** The schedules of an environment for people: when each runs, what it releases, and its next runs. */
import { describeClocks, nextRuns } from '../../config/schedules/next-runs.ts';
import type { Schedule } from '../../config/schedules/schedule.ts';
import { line } from '../line.ts';
import type { Paint } from '../paint.ts';
import { instant } from '../render-freezes.ts';
import type { Fact } from './facts.ts';
import { renderFacts } from './render-facts.ts';

const SHOWN = 5;

/** A schedule with its next five runs and what the clocks do to them; times are milliseconds since the epoch. */
export interface PlannedSchedule extends Schedule {
  next: { at: number; clocks?: string }[];
}

/** The schedules of a service file as they will run after `now`. */
export function planSchedules(schedules: readonly Schedule[], now: number): PlannedSchedule[] {
  return schedules.map((schedule) => ({
    ...schedule,
    next: nextRuns(schedule.cron, schedule.timeZone, now, SHOWN).map((run) => {
      const clocks = describeClocks(run);
      return { at: run.at, ...(clocks === undefined ? {} : { clocks }) };
    }),
  }));
}

/** The schedules as lines; none where there are none. */
export function renderSchedules(
  schedules: readonly PlannedSchedule[],
  width: number,
  paint: Paint,
): string[] {
  if (schedules.length === 0) return [];
  const facts = schedules.flatMap(({ name, cron, timeZone, version, next }): Fact[] => [
    { name, text: `${cron} in ${timeZone}, releases ${version}; it runs next at` },
    ...next.map(({ at, clocks }) => ({
      name: '',
      text: clocks === undefined ? instant(at) : `${instant(at)}  ${clocks}`,
    })),
  ]);
  const heading = line(width, paint, { style: 'bold', text: 'schedules' }, { style: 'dim', text: OTHERS });
  return ['', heading, ...renderFacts(facts, 3, width, paint)];
}

const OTHERS = '  of the service file; sluice schedule list has those that people made, too';
