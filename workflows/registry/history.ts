/**
 * How long the history of the registry gets. It begins anew once it is long and nothing goes on in it, and acts on
 * schedules are what goes on: whoever has a role in a single lane may ask for those, again and again, and Temporal ends
 * a workflow at 50 MB. Checked before an update is taken in, so that a refusal leaves no trace.
 */
import { ApplicationFailure } from '@temporalio/workflow';
import { historyIsLong, historyIsTooLong } from '../long-history.ts';

/** Acts on schedules at once: Temporal takes ten updates of any kind, and a stop has to be one of them. */
const MOST_GOING = 5;

/** Throws `rate_limited` where the history is so long that it has to begin anew first. */
export function checkHistory(): void {
  if (!historyIsTooLong()) return;
  throw refusal(
    'the registry has to begin its history anew, once the acts on schedules that go on have ended',
  );
}

/** Throws `rate_limited` where so many acts on schedules go on that one more is not begun; of a long history, one. */
export function checkGoing(going: number): void {
  if (going < (historyIsLong() ? 1 : MOST_GOING)) return;
  throw refusal(`${going} acts on schedules go on`);
}

function refusal(why: string): ApplicationFailure {
  const next = 'within 10 minutes: repeat the request then with the same Idempotency-Key';
  return ApplicationFailure.nonRetryable(`${why}, ${next}`, 'rate_limited');
}
