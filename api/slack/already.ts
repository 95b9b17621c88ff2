/** What to say to somebody who clicked on what is not there any more. Pure. */
import { when, escaped } from '../../providers/notifiers/slack/text.ts';
import type { ButtonAct } from '../../providers/notifiers/slack/buttons.ts';
import type { ReleaseEvent } from '../wire/event.ts';
import type { Click } from './payloads.ts';

/** What of an event is looked at. */
export type Happened = Pick<ReleaseEvent, 'kind' | 'at' | 'step' | 'actor'>;

/** The word of each act when it is done, which is its event's kind too, but for an abort. */
const DONE: Record<ButtonAct, string> = {
  approve: 'approved',
  promote: 'promoted',
  retry: 'retried',
  pause: 'paused',
  resume: 'resumed',
  abort: 'abort-requested',
};

const ACTS = new Set(Object.values(DONE));

/** Who did it already, or what came between; and how the release stands now. */
export function already(
  { act, release, step }: Click,
  events: readonly Happened[],
  sentence: string,
): string {
  const same = events.findLast((event) => event.kind === DONE[act] && event.step === step);
  const last = same ?? events.findLast(({ kind, actor }) => ACTS.has(kind) && actor !== undefined);
  const now = `Now: ${escaped(sentence)}.`;
  if (last === undefined) return `${release} has moved on since this was shown; nothing was done. ${now}`;
  const word = last.kind === DONE.abort ? 'aborted' : last.kind;
  const by = `${word} by ${escaped(last.actor ?? 'somebody')} ${when(last.at)}`;
  if (same !== undefined) return `${release} was already ${by}; nothing was done now. ${now}`;
  return `${release} has moved on since this was shown; nothing was done. Last it was ${by}. ${now}`;
}
