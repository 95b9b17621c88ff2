import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { DefiniteFailure } from '../providers/definite-failure.ts';
import { HandedBack } from '../providers/hand-back.ts';
import { withHeartbeats } from './heartbeats.ts';

/**
 * Does something that changes the world, with heartbeats. Its signal calls the work off when the release asks for
 * that; where this process stops or another attempt has taken over, what was begun is left for that one to go on with.
 * A DefiniteFailure is not tried again by itself.
 */
export async function asAct<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { cancellationSignal } = context;
  const ending = new AbortController();
  const end = (): void => {
    const calledOff = context.cancellationDetails?.cancelRequested === true;
    ending.abort(calledOff ? cancellationSignal.reason : new HandedBack('another attempt goes on with it'));
  };
  cancellationSignal.addEventListener('abort', end, { once: true });
  if (cancellationSignal.aborted) end();
  try {
    return await withHeartbeats(async () => work(ending.signal));
  } catch (error) {
    if (error instanceof HandedBack) throw cancellationSignal.reason;
    if (error instanceof DefiniteFailure) throw ApplicationFailure.nonRetryable(error.message, 'definite');
    throw error;
  } finally {
    cancellationSignal.removeEventListener('abort', end);
  }
}
