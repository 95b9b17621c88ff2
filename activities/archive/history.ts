import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { z } from 'zod';
import type { ReleaseInput } from '../../workflows/messages.ts';
import type { WatchAnswer, WatchRequest } from '../types.ts';
import { readPayload } from '../payloads.ts';
import { unpack } from '../watch/carried.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];

/** One finished chunk of the watch. */
export interface WatchedChunk {
  /** When it answered, milliseconds since the epoch. */
  at: number;
  request: WatchRequest;
  answer: WatchAnswer;
}

/** What a release's history holds for its report. */
export interface Recorded {
  input: ReleaseInput;
  /** Every finished chunk of the watch, in order. */
  chunks: WatchedChunk[];
  /** The chunk that still runs, as far as its heartbeats tell. */
  open?: { request: WatchRequest; answer: Pick<WatchAnswer, 'blocks' | 'state'> };
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
// The history holds what this program wrote, so only what tells a mix-up is looked at.
const inputSchema = z.custom<ReleaseInput>(
  (value) => z.looseObject({ id: z.string(), plan: z.unknown() }).safeParse(value).success,
);
const requestSchema = z.custom<WatchRequest>(isObject);
const answerSchema = z.custom<WatchAnswer>(
  (value) => z.looseObject({ blocks: z.array(z.unknown()), state: z.unknown() }).safeParse(value).success,
);

/**
 * Collects input and watches from a release's own history. `details`: of the last heartbeat of a watch that runs, read
 * before the history was. Throws when it is not that of a release.
 */
export async function readHistory(client: Client, history: History, details?: unknown): Promise<Recorded> {
  const decode = async (payload: Payload | undefined): Promise<unknown> => readPayload(client, payload);
  const events = history.events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const input = inputSchema.safeParse(await decode(started?.input?.payloads?.[0])).data;
  if (input === undefined) {
    throw new Error(
      'This history is not that of a release, so no report is written. Look at the workflow in Temporal.',
    );
  }
  const asked = new Map<string, Payload | undefined>();
  const chunks: WatchedChunk[] = [];
  for (const event of events) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name === 'watch')
      asked.set(String(event.eventId), scheduled.input?.payloads?.[0]);
    const completed = event.activityTaskCompletedEventAttributes;
    const id = String(completed?.scheduledEventId);
    if (completed === null || completed === undefined || !asked.has(id)) continue;
    const request = requestSchema.parse(await decode(asked.get(id)));
    const answer = answerSchema.parse(await decode(completed.result?.payloads?.[0]));
    chunks.push({ at: timeOf(event), request, answer });
  }
  return {
    input,
    chunks,
    ...openChunk(requestSchema.safeParse(await decode([...asked.values()].at(-1))).data, chunks, details),
  };
}

/** What ended since its heartbeat is in the history already. */
function openChunk(
  request: WatchRequest | undefined,
  chunks: readonly WatchedChunk[],
  details: unknown,
): Pick<Recorded, 'open'> {
  const carried = unpack(details);
  if (request === undefined || carried === undefined) return {};
  const known = chunks.at(-1)?.answer.state.verdict.blocks ?? 0;
  return carried.state.verdict.blocks > known ? { open: { request, answer: carried } } : {};
}

function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1_000_000);
}
