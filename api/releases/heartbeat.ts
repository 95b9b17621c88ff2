import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { z } from 'zod';
import { readPayload } from '../../activities/payloads.ts';
import { liveWatch, type LiveWatch } from '../wire/evidence.ts';

const watchDetails = z.object({ heartbeat: liveWatch });
const guardDetails = z.object({ lookedAt: z.number().nullable() });

/** What the running watch said in its last heartbeat; undefined when none runs. No worker is needed. */
export async function readHeartbeat(
  client: Client,
  description: WorkflowExecutionDescription,
): Promise<LiveWatch | undefined> {
  for (const details of await detailsOf('watch', client, description)) {
    const read = watchDetails.safeParse(details);
    if (read.success) return read.data.heartbeat;
  }
  return undefined;
}

/** The last heartbeat of the running watch as it is, for those who know what it carries; undefined when none runs. */
export async function readWatchDetails(
  client: Client,
  description: WorkflowExecutionDescription,
): Promise<unknown> {
  return (await detailsOf('watch', client, description)).at(-1);
}

/** When a lane's router was last read, milliseconds since the epoch; null when nobody has said so. */
export async function readLookedAt(
  client: Client,
  description: WorkflowExecutionDescription,
): Promise<number | null> {
  const times = (await detailsOf('guard', client, description)).map(
    (details) => guardDetails.safeParse(details).data?.lookedAt ?? 0,
  );
  return Math.max(0, ...times) || null;
}

/** Heartbeat details of the pending activities of one name; one that was asked to end may still be among them. */
async function detailsOf(
  activity: string,
  client: Client,
  { raw }: WorkflowExecutionDescription,
): Promise<unknown[]> {
  const payloads = (raw.pendingActivities ?? [])
    .filter(({ activityType }) => activityType?.name === activity)
    .flatMap(({ heartbeatDetails }) => heartbeatDetails?.payloads?.slice(0, 1) ?? []);
  return Promise.all(payloads.map(async (payload) => readPayload(client, payload)));
}
