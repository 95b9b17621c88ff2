import { TemporalFailure } from '@temporalio/workflow';
import { notifies } from './calls.ts';
import type { Guard, Post } from './lane-guard-state.ts';

const REMEMBERED_EVENTS = 10;
/** The same is paged again after this time only. */
const QUIET = 600_000;

/** Keeps and tells what was found at a lane's router or done to it; the same is told once while it stands. */
export function tellOfRouter({ lane }: Guard, { known, plan }: Post, message: string, page: boolean): void {
  if (message === known.message) return;
  known.message = message;
  const at = Date.now();
  const paged = known.events.some(
    (event) => event.page && event.message === message && at - event.at < QUIET,
  );
  const event = { at, message, page: page && !paged };
  known.events = [event, ...known.events].slice(0, REMEMBERED_EVENTS);
  known.count += 1;
  if (plan.notify.length === 0) return;
  const notification = { lane, number: known.count, kind: 'drift', ...event };
  void notifies()
    .notify({ notifiers: plan.notify, notifications: [notification] })
    .catch((error: unknown) => {
      if (!(error instanceof TemporalFailure)) throw error;
    });
}
