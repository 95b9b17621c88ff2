import { describeClocks, nextRuns } from '../../config/schedules/next-runs.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import type { ScheduleView } from '../wire/schedule.ts';

const SHOWN = 5;

/** A schedule as it is shown, with its next runs after `at`, milliseconds since the epoch. */
export function toScheduleView(kept: KeptSchedule, at: number): ScheduleView {
  const next = kept.paused ? [] : nextRuns(kept.cron, kept.timeZone, at, SHOWN);
  return {
    ...kept,
    next: next.map((run) => {
      const clocks = describeClocks(run);
      return { at: run.at, ...(clocks === undefined ? {} : { clocks }) };
    }),
  };
}
