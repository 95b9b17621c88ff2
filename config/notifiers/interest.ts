/** Which events a notifier is given. */
import { EVENT_KINDS, type EventKind } from '../events.ts';
import { oneOf } from '../schema/leaf.ts';
import { list } from '../schema/mapping.ts';

/** A kind of event, or `page`: every event that asks for a person. */
export type On = EventKind | 'page';

/** What most people want to read: that it began and ended, what a person is asked, and what people did. */
export const TOLD: On[] = [
  'page',
  'started',
  'refused',
  'verdict',
  'held',
  'hold-ended',
  'paused',
  'resumed',
  'promoted',
  'approved',
  'abort-requested',
  'freeze-overridden',
  'supersede-requested',
  'undo-started',
  'drift',
  'left',
  'adopted',
  'finished',
];

/** The key `on`. */
export function on(standard: string) {
  return list(oneOf<On>(['page', ...EVENT_KINDS]), EVENT_KINDS.length + 1)
    .exactOptional()
    .meta({
      description: `Which events are sent, by kind; page is every event that asks for a person. Default: ${standard}.`,
    });
}

/** Whether an event is among those that are asked for. */
export function isAskedFor(asked: On[], event: { kind: string; page: boolean }): boolean {
  return asked.some((each) => each === event.kind || (each === 'page' && event.page));
}
