import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { readActivities, type ActivityRecord } from './activity-records.ts';
import { toMilliseconds } from './to-milliseconds.ts';

/** An activity of which an attempt runs now, as Temporal knows it. */
export interface Running {
  id: string;
  type: string;
  attempt: number;
  /** When the workflow asked for it, milliseconds since the epoch. */
  scheduledAt: number;
}

/** What Temporal itself says of releases, past the daemon. */
export interface TemporalView {
  running(release: string): Promise<Running[]>;
  runOf(release: string): Promise<string>;
  /** Every activity of the release so far, from its history. */
  activities(release: string): Promise<ActivityRecord[]>;
  close(): Promise<void>;
}

/** `PENDING_ACTIVITY_STATE_STARTED` in Temporal's own numbering. */
const started = 2;

/** Connects to the daemon's embedded Temporal, which outlives a killed daemon. */
export async function openTemporalView(dataFolder: string): Promise<TemporalView> {
  const record: unknown = JSON.parse(await readFile(join(dataFolder, 'temporal.json'), 'utf8'));
  const { port } = z.object({ port: z.number() }).parse(record);
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  const client = new Client({ connection });
  const handle = (release: string) => client.workflow.getHandle(`release/${release}`);
  return {
    async running(release) {
      const { raw } = await handle(release).describe();
      return (raw.pendingActivities ?? []).flatMap((each) => {
        if (Number(each.state) !== started) return [];
        return [
          {
            id: each.activityId ?? '',
            type: each.activityType?.name ?? '',
            attempt: each.attempt ?? 0,
            scheduledAt: toMilliseconds(each.scheduledTime),
          },
        ];
      });
    },
    runOf: async (release) => (await handle(release).describe()).runId,
    activities: async (release) => readActivities(await handle(release).fetchHistory()),
    close: () => connection.close(),
  };
}
