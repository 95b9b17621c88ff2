import { patched, TemporalFailure } from '@temporalio/workflow';
import type { Milliseconds, Plan } from '../config/plan.ts';
import type { Notification } from '../providers/notifiers/notifier.ts';
import { actorNamed } from './by-whom.ts';
import { notifies } from './calls.ts';
import type { Guard, Post } from './lane-guard-state.ts';
import type { Adoption } from './lane-messages.ts';
import type { RouterEvent } from './router-status.ts';

const REMEMBERED_EVENTS = 10;
/** The same is paged again after this time only. */
const QUIET = 600_000;

/** What a lane has told of its router, and what it says of it now. */
type Told = Pick<Post['known'], 'events' | 'message'>;

/** How long a look may last: a page that is owed is made up for. Pure. */
export function lengthOfLook({ events: [last], message }: Told, usual: Milliseconds): Milliseconds {
  return last?.owed === true && last.message === message ? Math.min(usual, QUIET) : usual;
}

/**
 * What is told of something found; undefined where it is told already. The same pages once in 10 minutes, and is owed
 * a page where it came again sooner: `again`, it is told once more to make up for that. Pure.
 */
export function nextEvent(
  { events, message: known }: Told,
  message: string,
  page: boolean,
  at: number,
): { event: RouterEvent; again: boolean } | undefined {
  const paged = events.some((event) => event.page && event.message === message && at - event.at < QUIET);
  const again = message === known;
  const [last] = events;
  if (again && !(page && !paged && last?.owed === true && last.message === message)) return undefined;
  return { event: { at, message, page: page && !paged, ...(page && paged ? { owed: true } : {}) }, again };
}

/** Keeps and tells what was found at a lane's router or done to it. */
export function tellOfRouter({ lane }: Guard, { known, plan }: Post, message: string, page: boolean): void {
  const next = nextEvent(known, message, page, Date.now());
  if (next === undefined || (next.again && !patched('page-owed'))) return;
  const { event } = next;
  known.message = message;
  known.events = [event, ...known.events].slice(0, REMEMBERED_EVENTS);
  known.count += 1;
  tell(plan, { lane, number: known.count, kind: 'drift', at: event.at, message, page: event.page });
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
