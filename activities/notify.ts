import { cancellationSignal } from '@temporalio/activity';
import type { ActivityContext } from './context.ts';
import { messageOf } from './sentence.ts';
import type { ActActivities } from './types.ts';

/** Tells others. A notifier that fails is logged and changes nothing. */
export function createNotifyActivities({ world, log }: ActivityContext): Pick<ActActivities, 'notify'> {
  return {
    async notify({ notifiers, notifications }) {
      const signal = cancellationSignal();
      const tell = async (notifier: ReturnType<typeof world.notifiers>[number]): Promise<void> => {
        for (const notification of notifications) {
          try {
            await notifier.send(notification, signal);
          } catch (error) {
            const { lane, release, number } = notification;
            log.warn({ lane, release, event: number }, `an event could not be told: ${messageOf(error)}`);
          }
        }
      };
      await Promise.all(world.notifiers(notifiers).map(tell));
    },
  };
}
