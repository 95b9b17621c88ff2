import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { toMilliseconds } from './to-milliseconds.ts';

/** A workflow's history, as the client fetches it. */
type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** One activity of a workflow, by its history. */
export interface ActivityRecord {
  id: string;
  type: string;
  input: unknown;
  /** Number of the last attempt; 0 where none has ended yet. */
  attempts: number;
  /** When the last attempt began, milliseconds since the epoch. */
  startedAt: number;
  /** It ended because nobody heard of its worker any more; milliseconds since the epoch. */
  timedOutAt?: number;
  result?: unknown;
}

/** Reads a history's activities. An attempt stands in the history only once the activity has ended. Pure. */
export function readActivities({ events }: History): ActivityRecord[] {
  const records = new Map<string, ActivityRecord>();
  const of = (scheduled: unknown): ActivityRecord | undefined => records.get(String(scheduled));
  for (const event of events ?? []) {
    const at = toMilliseconds(event.eventTime);
    const scheduled = event.activityTaskScheduledEventAttributes;
    const started = event.activityTaskStartedEventAttributes;
    const completed = event.activityTaskCompletedEventAttributes;
    const timedOut = event.activityTaskTimedOutEventAttributes;
    if (scheduled) {
      records.set(String(event.eventId), {
        id: scheduled.activityId ?? '',
        type: scheduled.activityType?.name ?? '',
        input: firstOf(scheduled.input),
        attempts: 0,
        startedAt: 0,
      });
    }
    const begun = of(started?.scheduledEventId);
    if (begun) Object.assign(begun, { attempts: started?.attempt ?? 0, startedAt: at });
    const done = of(completed?.scheduledEventId);
    if (done) done.result = firstOf(completed?.result);
    const late = of(timedOut?.scheduledEventId);
    if (late) late.timedOutAt = at;
  }
  return [...records.values()];
}

type Payloads = NonNullable<
  NonNullable<NonNullable<History['events']>[number]['activityTaskScheduledEventAttributes']>['input']
>;

function firstOf(payloads: Payloads | null | undefined): unknown {
  const [payload] = payloads?.payloads ?? [];
  return payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
}
