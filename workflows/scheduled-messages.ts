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
  /** Who ran it by hand a short time ago; left out where nobody has. */
  triggers?: Trigger[];
  /** Runs that Temporal began, but that no worker took up in time; left out before the first. */
  late?: LateRuns;
}

/** Somebody runs it by hand. */
export interface Trigger {
  by: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Runs that were missed since no worker was there. */
export interface LateRuns {
  count: number;
  /** Ids of the last ten of them. */
  runs: string[];
}

/** The result of one run; `missed` says why it was too late for it. */
export type ScheduledResult = { version: string; answer: SubmitAnswer } | { missed: string };
