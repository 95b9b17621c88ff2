import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { NotifierConfig } from '../config/notifiers/index.ts';
import { interestIn, NOTIFIER_KINDS } from '../config/notifiers/index.ts';
import type { Notification } from '../providers/notifiers/notifier.ts';
import type { ActivityContext } from './context.ts';
import { handOver } from './hand-over.ts';
import { messageOf } from './sentence.ts';
import type { ActActivities } from './types.ts';

/** How often events are handed over at most; the activity is tried once more than that. */
const TRIES = 4;

/**
 * Tells others. The log is written at once; what needs order, memory or days of trying is handed to a workflow of its
 * own. A notifier that fails is logged and changes nothing.
 */
export function createNotifyActivities(context: ActivityContext): Pick<ActActivities, 'notify'> {
  for (const notifier of NOTIFIER_KINDS) context.events.emit({ kind: 'notifier-known', notifier });
  return {
    async notify({ notifiers, notifications }) {
      const all = notifiers.map((notifier, index) => ({ notifier, position: index + 1 }));
      // First what may fail, and is known when it comes again: no line of the log is written twice for it.
      for (const { notifier, position } of all) {
        if (notifier.kind === 'log') continue;
        const handed = { notifier, position, notifications: ofInterest(notifier, notifications) };
        await handOver(context, handed).catch((error: unknown) => {
          if (activityInfo().attempt < TRIES) throw error;
          const { lane, release } = notifications[0] ?? {};
          const message = `events could not be handed over, and will not be told: ${messageOf(error)}`;
          context.events.emit({ kind: 'told', notifier: notifier.kind, outcome: 'lost' });
          context.log.error({ lane, release, notifier: notifier.kind }, message);
        });
      }
      for (const { notifier } of all) {
        if (notifier.kind === 'log') await tell(context, notifier, notifications);
      }
    },
  };
}

/** The events with what the notifier does with each; how the release stands goes with the newest that is sent. */
function ofInterest(
  notifier: NotifierConfig,
  notifications: Notification[],
): { tell: Notification[]; begins: boolean } {
  const known = notifications.map((event) => ({ event, interest: interestIn(notifier, event) }));
  const status = notifications.findLast((event) => event.status !== undefined)?.status;
  const tell = known
    .filter(({ interest }) => interest !== 'none')
    .map(({ event: { status: _status, ...event } }): Notification => event);
  const newest = tell.at(-1);
  if (newest !== undefined && status !== undefined) newest.status = status;
  return { tell, begins: known.some(({ interest }) => interest === 'tell') };
}

async function tell(
  { world, events, log }: ActivityContext,
  config: NotifierConfig,
  notifications: Notification[],
): Promise<void> {
  const notifier = world.notifier(config);
  const signal = cancellationSignal();
  for (const notification of notifications) {
    try {
      await notifier.send(notification, { signal, memory: undefined });
      events.emit({ kind: 'told', notifier: config.kind, outcome: 'sent' });
    } catch (error) {
      const { lane, release, number } = notification;
      events.emit({ kind: 'told', notifier: config.kind, outcome: 'failed' });
      log.warn({ lane, release, event: number }, `an event could not be told: ${messageOf(error)}`);
    }
  }
}
