import { cancellationSignal } from '@temporalio/activity';
import type { Notifier } from '../providers/notifiers/notifier.ts';
import type { ActivityContext } from './context.ts';
import { messageOf } from './sentence.ts';
import type { ActActivities } from './types.ts';

/** Tells others. A notifier that fails is logged and changes nothing. */
export function createNotifyActivities({
  world,
  events,
  log,
}: ActivityContext): Pick<ActActivities, 'notify'> {
  return {
    async notify({ notifiers, notifications }) {
      const signal = cancellationSignal();
      const tell = async (notifier: Notifier, kind: string): Promise<void> => {
        for (const notification of notifications) {
          try {
            await notifier.send(notification, signal);
            events.emit({ kind: 'told', notifier: kind, outcome: 'sent' });
          } catch (error) {
            const { lane, release, number } = notification;
            events.emit({ kind: 'told', notifier: kind, outcome: 'failed' });
            log.warn({ lane, release, event: number }, `an event could not be told: ${messageOf(error)}`);
          }
        }
      };
      const kinds = notifiers.map(({ kind }) => kind);
      await Promise.all(
        world.notifiers(notifiers).map(async (notifier, index) => tell(notifier, kinds[index] ?? '')),
      );
    },
  };
}
