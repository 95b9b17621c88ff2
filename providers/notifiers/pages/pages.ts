/** When a page begins, goes on and ends, whichever service is told. */
import { z } from 'zod';
import type { Notification } from '../notifier.ts';

/** What a service is told. An alert has one key for as long as it stands: what comes meanwhile is part of it. */
export type PageAct =
  | { act: 'trigger'; key: string; since: number }
  | { act: 'acknowledge'; key: string; since: number }
  | { act: 'resolve'; key: string; since: number };

/** The alert that stands. */
const openSchema = z.object({
  key: z.string(),
  /** When it began, milliseconds since the epoch. */
  since: z.number(),
  /** It is over when the hold is; else when the release is. */
  hold: z.boolean(),
  message: z.string(),
  acknowledged: z.boolean(),
});

/** What is remembered of a release's pages. */
export const pageMemorySchema = z.object({ open: openSchema.nullable(), ended: z.boolean() });

/** What decides about a page: of how the release stands, only whether it holds. */
export type PagedEvent = Omit<Notification, 'status'> & { status?: { hold?: unknown } };

/** What is remembered of a release's pages. */
export type PageMemory = z.output<typeof pageMemorySchema>;

const WAITED_FOR = new Set(['extended', 'paused']);

/** What to tell of an event, and what to remember; `asked`: it is one that pages. Pure. */
export function pageActs(
  event: PagedEvent,
  asked: boolean,
  memory: PageMemory,
): { acts: PageAct[]; memory: PageMemory } {
  const { kind, at, message, number, lane, release, status } = event;
  const { open } = memory;
  const ended = memory.ended || kind === 'finished';
  if (kind === 'test') {
    const alert = { key: `sluice/${lane}/test`, since: at };
    return {
      acts: [
        { act: 'trigger', ...alert },
        { act: 'resolve', ...alert },
      ],
      memory,
    };
  }
  if (asked) {
    const alert = open ?? { key: `sluice/${release ?? lane}/${number}`, since: at };
    const hold = kind === 'held' || (open?.hold ?? false);
    const { key, since } = alert;
    const next = { key, since, hold, message, acknowledged: false };
    return { acts: [{ act: 'trigger', key, since }], memory: { open: next, ended } };
  }
  if (open === null) return { acts: [], memory: { open, ended } };
  const { key, since } = open;
  const between = release === undefined && message !== open.message;
  const decided = open.hold && (kind === 'hold-ended' || (status !== undefined && status.hold === undefined));
  if (kind === 'finished' || between || decided) {
    return { acts: [{ act: 'resolve', key, since }], memory: { open: null, ended } };
  }
  if (!WAITED_FOR.has(kind) || open.acknowledged) return { acts: [], memory: { open, ended } };
  return {
    acts: [{ act: 'acknowledge', key, since }],
    memory: { open: { ...open, acknowledged: true }, ended },
  };
}
