import { CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { ProcessEvents } from './process-events.ts';

/** A worker's interceptor that tells how every attempt of every activity ended. */
export function attemptInterceptor(events: ProcessEvents): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const began = performance.now();
        const tell = (outcome: 'completed' | 'failed' | 'cancelled'): void => {
          const seconds = (performance.now() - began) / 1000;
          events.emit({ kind: 'attempt-ended', activity: info.activityType, outcome, seconds });
        };
        try {
          const result: unknown = await next(input);
          tell('completed');
          return result;
        } catch (error) {
          tell(error instanceof CancelledFailure ? 'cancelled' : 'failed');
          throw error;
        }
      },
    },
  });
}
