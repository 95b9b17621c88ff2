import { Client, Connection } from '@temporalio/client';
import { toMilliseconds } from '../../test/kill/to-milliseconds.ts';

/** An attempt of an activity that runs now, as Temporal knows it; times in milliseconds since the epoch. */
export interface Attempt {
  activity: string;
  number: number;
  /** When a worker took it. */
  began: number;
  /** When it was to be taken: after the wait that follows on the end of the one before. */
  due: number;
  /** Process id of the worker that has it. */
  worker: number;
}

/** What Temporal says of the attempts of a release's activities. */
export interface Attempts {
  running(release: string): Promise<Attempt[]>;
  close(): Promise<void>;
}

/** `PENDING_ACTIVITY_STATE_STARTED` in Temporal's own numbering. */
const STARTED = 2;

/** Connects to a Temporal, and finds back to it when it was away. */
export async function openAttempts(address: string): Promise<Attempts> {
  const connection = await Connection.connect({
    address,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 200 },
  });
  const client = new Client({ connection });
  return {
    async running(release) {
      const { raw } = await client.workflow.getHandle(`release/${release}`).describe();
      return (raw.pendingActivities ?? []).flatMap((each): Attempt[] => {
        if (Number(each.state) !== STARTED) return [];
        return [
          {
            activity: each.activityType?.name ?? '',
            number: each.attempt ?? 0,
            began: toMilliseconds(each.lastStartedTime),
            due: toMilliseconds(each.scheduledTime),
            worker: Number.parseInt(each.lastWorkerIdentity ?? '', 10),
          },
        ];
      });
    },
    close: async () => connection.close(),
  };
}
