import { Context } from '@temporalio/activity';

/** Time between two heartbeats, in milliseconds: usually, and at most. Temporal gives an activity up after 4.5 s. */
const EVERY = 1000;
const SELDOM = 2500;
/** Each heartbeat is a write to Temporal's database. Where more than this beat in this process, each beats more seldom. */
const A_SECOND = 50;

/** How many beat in this process now. */
let beating = 0;

/**
 * Runs work with a heartbeat each second, by a timer of its own: work that waits for a slow answer is still
 * known to be alive, and still hears that it is to stop. `details` are what a later attempt goes on from. What is over
 * sooner, as most acts are, sends none. With hundreds at once there are up to 2.5 s from one to the next.
 */
export async function withHeartbeats<T>(work: () => Promise<T>, details?: () => unknown): Promise<T> {
  const context = Context.current();
  let timer: NodeJS.Timeout | undefined;
  const beatSoon = (): void => {
    timer = setTimeout(() => {
      context.heartbeat(details?.());
      beatSoon();
    }, pauseFor(beating));
  };
  beating += 1;
  try {
    beatSoon();
    return await work();
  } finally {
    beating -= 1;
    clearTimeout(timer);
  }
}

/** Milliseconds from one heartbeat to the next where so many activities beat. Pure. */
export function pauseFor(count: number): number {
  return Math.min(SELDOM, Math.max(EVERY, (count / A_SECOND) * 1000));
}
