import { ActivityCancellationDetails, CancelledFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { asAct } from '../../../activities/act.ts';
import { DefiniteFailure } from '../../../providers/definite-failure.ts';
import { HandedBack } from '../../../providers/hand-back.ts';
import { environment } from './world.ts';

/** Why the work's signal is aborted when the activity ends for this reason, and what the activity throws. */
async function ended(why: 'CANCELLED' | 'WORKER_SHUTDOWN' | 'TIMED_OUT' | 'NOT_FOUND'): Promise<unknown[]> {
  const env = environment();
  let reason: unknown;
  const details = new ActivityCancellationDetails({ cancelRequested: why === 'CANCELLED' });
  const thrown = await env.run(async () =>
    asAct(async (signal) => {
      env.cancel(why, details);
      reason = signal.reason;
      signal.throwIfAborted();
    }).catch((error: unknown) => error),
  );
  return [reason, thrown];
}

test('a cancelled act is called off, and ends as cancelled', async () => {
  const [reason, thrown] = await ended('CANCELLED');
  expect(reason).toBeInstanceOf(CancelledFailure);
  expect(thrown).toBe(reason);
});

test.each(['WORKER_SHUTDOWN', 'TIMED_OUT', 'NOT_FOUND'] as const)(
  'an act that ends by %s hands its work back, and Temporal hears its own reason',
  async (why) => {
    const [reason, thrown] = await ended(why);
    expect(reason).toBeInstanceOf(HandedBack);
    expect(thrown).toBeInstanceOf(CancelledFailure);
  },
);

test('a definite failure is not repeated, any other is', async () => {
  const failing = async (error: Error): Promise<unknown> =>
    environment()
      .run(async () => asAct(async () => Promise.reject(error)))
      .catch((thrown: unknown) => thrown);
  expect(await failing(new DefiniteFailure('ended with status 3'))).toMatchObject({
    message: 'ended with status 3',
    nonRetryable: true,
  });
  const passing = new Error('the webhook answered 503');
  expect(await failing(passing)).toBe(passing);
});
