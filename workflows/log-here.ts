import { proxySinks, type Sinks } from '@temporalio/workflow';
import type { Notification } from '../providers/notifiers/notifier.ts';

/** What workflows write into the log of the process that runs them. */
export interface LogSinks extends Sinks {
  log: { write(notifications: Notification[]): void };
}

const { log } = proxySinks<LogSinks>();

/**
 * Writes events into the log of this process. That is no activity: it costs Temporal nothing. It is done before the
 * workflow's task is completed, and again where that is lost, so each event is written once at least.
 */
export function writeToLog(notifications: Notification[]): void {
  log.write(notifications);
}
