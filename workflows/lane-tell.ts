import { patched, TemporalFailure } from '@temporalio/workflow';
import type { Plan } from '../config/plan.ts';
import type { Notification } from '../providers/notifiers/notifier.ts';
import { actorNamed } from './by-whom.ts';
import { notifies } from './calls.ts';
import type { Guard, Post } from './lane-guard-state.ts';
import type { Adoption } from './lane-messages.ts';

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
  tell(plan, { lane, number: known.count, kind: 'drift', ...event });
}

/** Tells that somebody took over the lane, and pages where the glass was broken for it. */
export function tellOfAdopt(lane: string, known: Post['known'], adoption: Adoption): void {
  const { plan, slot, version, actor, reason, breakGlass } = adoption;
  if (plan.notify.length === 0 || !patched('adopt-told')) return;
  known.count += 1;
  tell(plan, {
    lane,
    number: known.count,
    at: Date.now(),
    kind: 'adopted',
    message: `adopted by ${actorNamed(adoption)}: ${version} serves from ${slot}`,
    actor,
    ...(reason === '' ? {} : { reason }),
    page: breakGlass !== undefined,
  });
}

function tell({ notify: notifiers }: Plan, notification: Notification): void {
  if (notifiers.length === 0) return;
  void notifies()
    .notify({ notifiers, notifications: [notification] })
    .catch((error: unknown) => {
      if (!(error instanceof TemporalFailure)) throw error;
    });
}
