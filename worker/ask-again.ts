import { setTimeout as sleep } from 'node:timers/promises';
import { QueryNotRegisteredError, type WorkflowClientInterceptor } from '@temporalio/client';

/** Waits before a query is asked again, in milliseconds: a task that is due comes within the first. */
const WAITS = [50, 400];

/**
 * Asks again, twice at most, what a worker could not answer: `workflows/true-time.ts` refuses a query that comes before
 * the task with the newest events. All of it is within the deadline of the caller. The error does not say more of its
 * reason, whose words are encrypted where payloads are; a query that the worker does not know is asked in vain.
 */
export const askAgain: WorkflowClientInterceptor = {
  async query(input, next) {
    for (const wait of WAITS) {
      try {
        return await next(input);
      } catch (error) {
        if (!(error instanceof QueryNotRegisteredError)) throw error;
        await sleep(wait);
      }
    }
    return next(input);
  },
};
