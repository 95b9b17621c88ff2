import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import { rootCause } from '../failures.ts';
import { isEnding, record, type Life } from '../life.ts';
import { hold } from '../stand-still.ts';

/** Plays something to its end. An error is not a verdict: it is held, and `retry` plays it again. */
export async function attempt<T>(life: Life, what: string, play: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await play();
    } catch (error) {
      if (!(error instanceof TemporalFailure) || (isCancellation(error) && isEnding(life))) throw error;
      const message = `${what} did not work: ${rootCause(error)}`;
      record(life, 'error', message);
      await hold(life, { reason: 'error', message, promotable: false, retryable: true });
    }
  }
}
