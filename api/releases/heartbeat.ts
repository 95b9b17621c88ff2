import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { z } from 'zod';
import { liveWatch, type LiveWatch } from '../wire/evidence.ts';

const details = z.object({ heartbeat: liveWatch });

/** What the running watch said in its last heartbeat; undefined when none runs. No worker is needed. */
export function readHeartbeat(
  client: Client,
  description: WorkflowExecutionDescription,
): LiveWatch | undefined {
  for (const activity of description.raw.pendingActivities ?? []) {
    const payload = activity.heartbeatDetails?.payloads?.[0];
    if (activity.activityType?.name !== 'watch' || !payload) continue;
    const said: unknown = client.options.loadedDataConverter.payloadConverter.fromPayload(payload);
    const read = details.safeParse(said);
    if (read.success) return read.data.heartbeat;
  }
  return undefined;
}
