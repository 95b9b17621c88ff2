import { condition, TemporalFailure } from '@temporalio/workflow';
import type { About, Notification } from '../providers/notifiers/notifier.ts';
import { notifies } from './calls.ts';
import type { Life } from './life.ts';
import { writeToLog } from './log-here.ts';
import type { ReleaseEvent } from './messages.ts';
import { toStatus } from './status.ts';

/** How long the end of a release waits for its last notifications. */
const PATIENCE = '10s';

/** Hands every new event to the notifiers, in order, for as long as the release lives. */
export async function tellNotifiers(life: Life): Promise<void> {
  const { notify: notifiers } = life.input.plan;
  if (notifiers.length === 0) return;
  const plain = (event: ReleaseEvent): Notification => toNotification(life, event);
  const delivered = notifiers.some(({ kind }) => kind !== 'log');
  // Two events of each step, with an activity for each, were half of what a release cost Temporal.
  const here = !delivered && life.frugal;
  for (;;) {
    await condition(() => life.events.length > life.notified);
    const fresh = life.events.slice(life.notified);
    const notifications = delivered ? withFacts(life, fresh.map(plain)) : fresh.map(plain);
    try {
      if (here) writeToLog(notifications);
      else await notifies().notify({ notifiers, notifications });
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
    }
    life.notified += fresh.length;
  }
}

function toNotification(
  { input: { lane, id: release } }: Life,
  { number, at, kind, message, actor, reason, page }: ReleaseEvent,
): Notification {
  return {
    lane,
    release,
    number,
    at,
    kind,
    message,
    page: page ?? false,
    ...(actor === undefined ? {} : { actor }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What is sent to others stands alone there: each says which release it is of, and the newest how that stands. */
function withFacts(life: Life, notifications: Notification[]): Notification[] {
  const status = toStatus(life);
  const { kind, version, revision, stable, actor, outcome, cause, startedAt, finishedAt } = status;
  const about: About = {
    kind,
    version,
    ...(revision === undefined ? {} : { revision }),
    stable,
    actor,
    ...(outcome === undefined ? {} : { outcome }),
    ...(cause === undefined ? {} : { cause }),
    startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
  return notifications.map((notification, index) => ({
    ...notification,
    about,
    ...(index === notifications.length - 1 ? { status } : {}),
  }));
}

/** Waits a little until everything up to now was told; what is said to an ended release holds nothing open. */
export async function untilTold(life: Life): Promise<void> {
  if (life.input.plan.notify.length === 0) return;
  const last = life.events.length;
  await condition(() => life.notified >= last, PATIENCE);
}
