/** A workflow that tells the time after an activity, and answers a query. */
import { defineQuery, proxyActivities, setHandler } from '@temporalio/workflow';

/** The activity that it waits for, on a queue of its own. */
export interface ClockActivities {
  wait: (id: number) => Promise<void>;
}

const { wait } = proxyActivities<ClockActivities>({ taskQueue: 'clock-acts', startToCloseTimeout: '60s' });

export const waited = defineQuery<boolean>('waited');

/** Answers what time it was to it when the activity had ended, in milliseconds since the epoch. */
export async function clock(id: number): Promise<number> {
  let over = false;
  setHandler(waited, () => over);
  await wait(id);
  over = true;
  return Date.now();
}
