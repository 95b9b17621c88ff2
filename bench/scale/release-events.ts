import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Counts } from './store-requests.ts';

/** How many events of each kind the history of a workflow's newest run has; each activity by its name. */
export async function eventsOf(client: Client, workflowId: string): Promise<Counts> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const counts: Counts = {};
  for (const { eventType, activityTaskScheduledEventAttributes } of events ?? []) {
    const kind = proto.temporal.api.enums.v1.EventType[eventType ?? 0] ?? '';
    const name = activityTaskScheduledEventAttributes?.activityType?.name;
    const counted =
      name === undefined || name === null
        ? kind.replace('EVENT_TYPE_', '').toLowerCase()
        : `activity ${name}`;
    counts[counted] = (counts[counted] ?? 0) + 1;
  }
  return counts;
}
