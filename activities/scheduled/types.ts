import type { SubmitAnswer } from '../../workflows/lane-messages.ts';
import type { KeptSchedule, ScheduleChange } from '../../workflows/registry/schedule-types.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';

/** What is to be submitted. */
export interface ScheduledSubmit extends ScheduledInput {
  revision?: string;
  /** The same for every try of one run: nothing is started twice. */
  key: string;
  /** No release is begun later than this, in milliseconds since the epoch; left out by runs from before that was so. */
  notAfter?: number;
  /** The people who are behind it; left out by runs from before they were told. */
  authors?: string[];
}

/** A run that came too late. */
export interface MissedRun extends Pick<ScheduledInput, 'lane' | 'name'> {
  /** Id of its workflow: it is noted once. */
  run: string;
  /** In one sentence. */
  why: string;
}

/** What a schedule's run asks of the world. */
export interface ScheduledActivities {
  /** The version that is to be released now. */
  findScheduled: (input: ScheduledInput) => Promise<{ version: string; revision?: string }>;
  /** Asks the lane for a release, with the plan of the service file as it is now. `late`: nothing was asked for. */
  submitScheduled: (submit: ScheduledSubmit) => Promise<SubmitAnswer | { state: 'late' }>;
  /** Notes it in its schedule, where it is counted, and in the log. */
  noteMissed: (missed: MissedRun) => Promise<void>;
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
