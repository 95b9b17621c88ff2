import type { SubmitAnswer } from '../../workflows/lane-messages.ts';
import type { KeptSchedule, ScheduleChange } from '../../workflows/registry/schedule-types.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';

/** What is to be submitted. */
export interface ScheduledSubmit extends ScheduledInput {
  revision?: string;
  /** The same for every try of one run: nothing is started twice. */
  key: string;
}

/** What a schedule's run asks of the world. */
export interface ScheduledActivities {
  /** The version that is to be released now. */
  findScheduled: (input: ScheduledInput) => Promise<{ version: string; revision?: string }>;
  /** Asks the lane for a release, with the plan of the service file as it is now. */
  submitScheduled: (submit: ScheduledSubmit) => Promise<SubmitAnswer>;
}

/** What people do to schedules. */
export interface ScheduleActivities {
  /** How a schedule stands; null where there is none. */
  lookAtSchedule: (which: Pick<ScheduleChange, 'lane' | 'name'>) => Promise<KeptSchedule | null>;
  /**
   * Does it, once however often it is tried. `gone`: there is no such schedule any more, `there`: there is another one
   * of its name. Fails for good with `invalid_request` where Temporal refuses what is asked.
   */
  changeSchedule: (change: ScheduleChange) => Promise<'done' | 'gone' | 'there'>;
}
