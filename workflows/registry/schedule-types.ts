/** Acts on schedules. The schedules themselves are Temporal's; the registry sees that an act is done once, and notes it. */
import type { Schedule } from '../../config/schedules/schedule.ts';
import type { Act } from '../messages.ts';
import type { ScheduledInput } from '../scheduled-messages.ts';

/** How a schedule stands. Times are milliseconds since the epoch. */
export interface KeptSchedule extends Schedule, Pick<ScheduledInput, 'origin' | 'createdBy'> {
  paused: boolean;
  /** Why it is paused. */
  note: string;
  /** When it ran last; null: never, or long ago. */
  last: number | null;
  runs: number;
  /** Runs that were later than the catch-up window, and were not made up for. */
  missed: number;
  /** Runs that were left out since the one before still went on. */
  skipped: number;
}

/** What may be done with a schedule. */
export type ScheduleAct = 'create' | 'pause' | 'resume' | 'trigger' | 'delete';

/** Asks for it. */
export interface ScheduleRequest extends Act, Pick<Schedule, 'lane' | 'name'> {
  act: ScheduleAct;
  /** What is created; of no other act. */
  wanted?: Pick<Schedule, 'version' | 'cron' | 'timeZone'>;
}

/** The answer: how the schedule stood at `at`, right after the act, and of a delete right before it; or why not. What a trigger starts is not counted yet. */
export type ScheduleAnswer =
  | { state: 'kept'; at: number; schedule: KeptSchedule }
  | {
      state: 'refused';
      code: 'schedule_exists' | 'schedule_in_file' | 'schedule_not_found';
      message: string;
    };

/** What Temporal is asked to do. */
export interface ScheduleChange extends Pick<ScheduleRequest, 'lane' | 'name' | 'act' | 'wanted' | 'actor'> {
  /** Why it is paused or runs again. */
  note: string;
  /** The same for every try: nothing is done twice. */
  requestId: string;
}
