import type { InjectedSinks } from '@temporalio/worker';
import type { ActivityContext } from '../activities/context.ts';
import type { LogSinks } from '../workflows/log-here.ts';

/** Where workflows write their events into the daemon's own log. */
export function logSinks({
  world,
  events,
}: Pick<ActivityContext, 'world' | 'events'>): InjectedSinks<LogSinks> {
  const notifier = world.notifier({ kind: 'log' });
  const { signal } = new AbortController();
  return {
    log: {
      write: {
        async fn(_workflow, notifications) {
          for (const notification of notifications) {
            await notifier.send(notification, { signal, memory: undefined });
            events.emit({ kind: 'told', notifier: 'log', outcome: 'sent' });
          }
        },
      },
    },
  };
}
