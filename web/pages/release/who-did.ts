/** Who did what, out of the events of a release. Pure. */
import type { ReleaseEvent } from '../../../api/wire/event.ts';

/** The acts of people, newest first, at most `most`. */
export function whoDid(events: readonly ReleaseEvent[], most: number): ReleaseEvent[] {
  return events
    .filter(({ actor }) => actor !== undefined)
    .toReversed()
    .slice(0, most);
}

/** By whom and by what, as it stands behind a message, which may have said the name already. */
export function byWhom({ message, actor, source, breakGlass }: ReleaseEvent): string {
  if (actor === undefined) return '';
  const name = message.includes(actor) ? '' : ` by ${actor}`;
  const how = [...(source === undefined ? [] : [source]), ...(breakGlass === true ? ['glass broken'] : [])];
  return `${name}${how.length === 0 ? '' : ` (${how.join(', ')})`}`;
}

/** So many events are kept on the page. */
export const MOST_EVENTS = 1000;

/** So many have happened before the oldest of these, and are kept no more. */
export function notKept(events: readonly ReleaseEvent[]): number {
  return (events[0]?.number ?? 1) - 1;
}

/** Events with one more, which may have come before: in the order of their numbers, the oldest ones left out. */
export function withEvent(events: readonly ReleaseEvent[], event: ReleaseEvent): readonly ReleaseEvent[] {
  if (event.number <= (events.at(-1)?.number ?? 0)) return events;
  return [...events.slice(1 - MOST_EVENTS), event];
}
