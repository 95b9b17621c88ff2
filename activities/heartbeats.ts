import { Context } from '@temporalio/activity';

const EVERY = 1000;

/**
 * Runs work with a heartbeat each second, by a timer of its own: work that waits for a slow answer is still
 * known to be alive, and still hears that it is to stop. `details` are what a later attempt goes on from.
 */
export async function withHeartbeats<T>(work: () => Promise<T>, details?: () => unknown): Promise<T> {
  const context = Context.current();
  const beat = (): void => {
    context.heartbeat(details?.());
  };
  beat();
  const timer = setInterval(beat, EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
