/** What a schedule starts, and what comes of it. */
import type { SubmitAnswer } from './lane-messages.ts';

/** The input of one run of a schedule. */
export interface ScheduledInput {
  schemaVersion: 1;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** Name of the schedule. */
  name: string;
  /** `latest`: what the environment's source finds. */
  version: string;
  cron: string;
  timeZone: string;
  /** Where the schedule stands: in a service file, or it was made through the API. */
  origin: 'file' | 'api';
  /** Who made it. */
  createdBy: string;
}

/** The result of one run. */
export interface ScheduledResult {
  version: string;
  answer: SubmitAnswer;
}
