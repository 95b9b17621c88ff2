import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { z } from 'zod';
import { liveWatch, type LiveWatch } from '../wire/evidence.ts';

const watchDetails = z.object({ heartbeat: liveWatch });
const guardDetails = z.object({ lookedAt: z.number().nullable() });

/** What the running watch said in its last heartbeat; undefined when none runs. No worker is needed. */
export function readHeartbeat(
  client: Client,
  description: WorkflowExecutionDescription,
): LiveWatch | undefined {
  for (const details of detailsOf('watch', client, description)) {
    const read = watchDetails.safeParse(details);
    if (read.success) return read.data.heartbeat;
  }
  return undefined;
}

/** The last heartbeat of the running watch as it is, for those who know what it carries; undefined when none runs. */
export function readWatchDetails(client: Client, description: WorkflowExecutionDescription): unknown {
  return detailsOf('watch', client, description).at(-1);
}

/** When a lane's router was last read, milliseconds since the epoch; null when nobody has said so. */
export function readLookedAt(client: Client, description: WorkflowExecutionDescription): number | null {
  const times = detailsOf('guard', client, description).map(
    (details) => guardDetails.safeParse(details).data?.lookedAt ?? 0,
  );
  return Math.max(0, ...times) || null;
}

/** Heartbeat details of the pending activities of one name; one that was asked to end may still be among them. */
function detailsOf(activity: string, client: Client, { raw }: WorkflowExecutionDescription): unknown[] {
  return (raw.pendingActivities ?? []).flatMap(({ activityType, heartbeatDetails }): unknown[] => {
    const payload = heartbeatDetails?.payloads?.[0];
    if (activityType?.name !== activity || !payload) return [];
    return [client.options.loadedDataConverter.payloadConverter.fromPayload(payload)];
  });
}
