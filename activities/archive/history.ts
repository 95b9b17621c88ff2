import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import type { Block } from '../../analysis/types.ts';
import type { ReleaseInput } from '../../workflows/messages.ts';
import type { WatchState } from '../types.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0];

/** What a release's history holds for its report. */
export interface Recorded {
  input: ReleaseInput;
  /** Every block of every chunk of the watch, in order. */
  blocks: Block[];
  /** What the newest chunk carried; undefined when nothing was watched. */
  state?: WatchState;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
// The history holds what this program wrote, so only what tells a mix-up is looked at.
const inputSchema = z.custom<ReleaseInput>(
  (value) => z.looseObject({ id: z.string(), plan: z.unknown() }).safeParse(value).success,
);
const watchedSchema = z.object({
  blocks: z.array(z.custom<Block>(isObject)),
  state: z.custom<WatchState>(isObject),
});

/** Collects input and watch results from a release's own history. Throws when it is not that of a release. */
export function readHistory(history: History): Recorded {
  const events = history.events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const input = inputSchema.safeParse(decode(started?.input?.payloads?.[0])).data;
  if (input === undefined) {
    throw new Error(
      'This history is not that of a release, so no report is written. Look at the workflow in Temporal.',
    );
  }
  const watches = new Set<string>();
  const blocks: Block[] = [];
  let state: WatchState | undefined;
  for (const event of events) {
    if (event.activityTaskScheduledEventAttributes?.activityType?.name === 'watch') {
      watches.add(String(event.eventId));
    }
    const completed = event.activityTaskCompletedEventAttributes;
    if (completed === null || completed === undefined || !watches.has(String(completed.scheduledEventId)))
      continue;
    const watched = watchedSchema.parse(decode(completed.result?.payloads?.[0]));
    blocks.push(...watched.blocks);
    state = watched.state;
  }
  return { input, blocks, ...(state === undefined ? {} : { state }) };
}

function decode(payload: Payload | undefined): unknown {
  return payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
}
