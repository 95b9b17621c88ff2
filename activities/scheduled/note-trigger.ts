import type { Client } from '@temporalio/client';
import { CATCH_UP } from '../../config/deadlines.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';
import { noteInSchedule } from './note-in-schedule.ts';

/**
 * Notes who triggers a schedule, before it runs: the run is started with it, and its release knows for whom it is. Throws
 * Temporal's errors.
 */
export async function noteTrigger(
  client: Client,
  which: Pick<ScheduledInput, 'lane' | 'name'>,
  by: string,
): Promise<void> {
  const at = Date.now();
  await noteInSchedule(client, which, ({ triggers = [] }) => {
    if (triggers.some((each) => each.by === by && each.at === at)) return undefined;
    const others = triggers.filter((each) => each.by !== by && at - each.at <= CATCH_UP);
    return { triggers: [...others, { by, at }] };
  });
}
