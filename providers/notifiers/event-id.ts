import type { Notification } from './notifier.ts';

/**
 * An id of an event for others: the same however often it is sent, and of no other event. It holds no full stop,
 * which some signatures use between an id and what follows.
 */
export function eventId({ lane, release, number, at }: Notification): string {
  // A lane that lost its memory counts its events anew.
  const parts = release === undefined ? [lane, 'lane', number, at] : [release, number];
  return parts.join('.').replaceAll('.', '_');
}
