import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';
import { readPayload, toPayload } from '../payloads.ts';
import { scheduledInput, scheduleId } from './temporal.ts';

/** One to do it, one to see that it was done, and as many again where others change it meanwhile. */
const LOOKS = 4;

/**
 * Changes what the runs of a schedule are started with, so that every later run and every list finds it there. `change`
 * answers undefined where it is done already. What others do to the schedule meanwhile, such as a pause, is never undone.
 * Throws Temporal's errors, also where there is no such schedule.
 */
export async function noteInSchedule(
  client: Client,
  which: Pick<ScheduledInput, 'lane' | 'name'>,
  change: (said: Omit<ScheduledInput, 'schemaVersion'>) => Partial<ScheduledInput> | undefined,
): Promise<void> {
  const { namespace, identity } = client.options;
  const asked = { namespace, scheduleId: scheduleId(which) };
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const { schedule, conflictToken } = await client.workflowService.describeSchedule(asked);
    const starts = schedule?.action?.startWorkflow;
    const said = scheduledInput.parse(await readPayload(client, starts?.input?.payloads?.[0]));
    const changed = change(said);
    if (changed === undefined) return;
    const input: ScheduledInput = { schemaVersion: 1, ...said, ...changed };
    const payloads = [await toPayload(client, input)];
    // Where somebody else was first, Temporal refuses this, or says nothing and leaves it: so it is looked at again.
    await client.workflowService.updateSchedule({
      ...asked,
      schedule: { ...schedule, action: { startWorkflow: { ...starts, input: { payloads } } } },
      conflictToken,
      identity,
      requestId: randomUUID(),
    });
  }
  throw new Error(`${asked.scheduleId} is changed by others again and again`);
}
