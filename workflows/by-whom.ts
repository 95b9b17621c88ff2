import type { Act, ReleaseEvent } from './messages.ts';

/** What an event says of who acted. Whoever broke the glass is told of to those on call. */
export function byWhom({
  actor,
  reason,
  source,
  breakGlass,
}: Act): Pick<ReleaseEvent, 'actor' | 'reason' | 'source' | 'breakGlass' | 'page'> {
  return {
    actor,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(breakGlass === undefined ? {} : { breakGlass, page: true }),
  };
}

/** The actor in a sentence, and that the glass was broken, which no one may overlook. */
export function actorNamed({ actor, breakGlass }: Pick<Act, 'actor' | 'breakGlass'>): string {
  return breakGlass === undefined ? actor : `${actor}, who broke the glass`;
}
