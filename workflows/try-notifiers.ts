/** A test event for every notifier of a lane, for somebody who waits for the answer. */
import { TemporalFailure } from '@temporalio/workflow';
import { triesOnce } from './calls.ts';
import type { Tried, TryInput } from './delivery-messages.ts';
import { rootCause } from './failures.ts';

/** Sends it once to each at the same time, and says how that went. */
export async function tryNotifiers({ lane, notifiers, actor }: TryInput): Promise<Tried[]> {
  const at = Date.now();
  const message = 'This is a test: nothing has happened, and nothing is to be done.';
  const notification = { lane, number: 1, at, kind: 'test', message, page: false, actor };
  return Promise.all(
    notifiers.map(async (notifier): Promise<Tried> => {
      try {
        const request = { notifier, notifications: [notification], memory: null, last: false };
        const { failure } = await triesOnce().deliver(request);
        return failure === undefined ? { sent: true } : { sent: false, message: failure.message };
      } catch (error) {
        if (!(error instanceof TemporalFailure)) throw error;
        return { sent: false, message: rootCause(error) };
      }
    }),
  );
}
