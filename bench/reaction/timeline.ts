import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { z } from 'zod';
import { toMilliseconds } from '../../test/kill/to-milliseconds.ts';

/** What a release did after it was to be reverted, by Temporal's history; milliseconds since the epoch. */
export interface Timeline {
  /** When the watch answered with a fail; undefined where it did not. */
  failed: number | undefined;
  /** The write to 0: when the workflow asked for it, when a worker took it and when it had answered. */
  asked: number;
  taken: number;
  written: number;
  /** When the split of 0 was found observed. */
  observed: number;
}

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Reads the history of a release that was reverted. */
export async function timelineOf(address: string, release: string): Promise<Timeline> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection });
    return readTimeline(await client.workflow.getHandle(`release/${release}`).fetchHistory());
  } finally {
    await connection.close();
  }
}

interface Call {
  type: string;
  asked: number;
  taken: number;
  answered: number;
  answer: unknown;
}

/** The last observation is that of 0, and the last write before it the one that it is of. Pure. */
function readTimeline(history: History): Timeline {
  const calls = callsOf(history);
  const observe = calls.findLast(({ type }) => type === 'observe');
  const write = calls.findLast(({ type, asked }) => type === 'write' && asked < (observe?.asked ?? 0));
  if (observe === undefined || write === undefined) throw new Error('The release never wrote 0.');
  const failed = calls.findLast(({ answer }) => isFail.safeParse(answer).success);
  return {
    failed: failed?.answered,
    asked: write.asked,
    taken: write.taken,
    written: write.answered,
    observed: observe.answered,
  };
}

const isFail = z.object({ kind: z.literal('fail') });

function callsOf({ events }: History): Call[] {
  const calls = new Map<string, Call>();
  for (const event of events ?? []) {
    const at = toMilliseconds(event.eventTime);
    const scheduled = event.activityTaskScheduledEventAttributes;
    const started = event.activityTaskStartedEventAttributes;
    const completed = event.activityTaskCompletedEventAttributes;
    if (scheduled) {
      const type = scheduled.activityType?.name ?? '';
      calls.set(String(event.eventId), { type, asked: at, taken: at, answered: at, answer: undefined });
    }
    const begun = calls.get(String(started?.scheduledEventId));
    if (begun) begun.taken = at;
    const done = calls.get(String(completed?.scheduledEventId));
    const payload = completed?.result?.payloads?.[0];
    if (done && payload) {
      done.answered = at;
      done.answer = defaultPayloadConverter.fromPayload(payload);
    }
  }
  return [...calls.values()];
}
