/** What an abort would do at this moment, and how long it would take, in one sentence. Pure. */
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { span, weight } from '../../../cli/figures.ts';

/** The sentence; undefined where there is nothing left to abort. */
export function abortNow(view: ReleaseView, events: readonly ReleaseEvent[]): string | undefined {
  const { phase, candidate, stable, traffic } = view;
  if (phase === 'finished') return undefined;
  if (phase === 'undoing') return 'It is being undone already; an abort changes nothing about that.';
  if (stable === null) {
    return `An abort takes ${candidate.version} away; nothing served before it, so nothing serves after it.`;
  }
  const gone = `then ${candidate.version} is drained and taken down`;
  const undone = view.steps.some(({ kind, state }) => kind === 'run' && state === 'done')
    ? ', and what steps of your own did is undone'
    : '';
  if (traffic.asked === 0) {
    return `An abort takes ${candidate.version} down${undone}; no user is on it.`;
  }
  const took = lastChange(events);
  const time = took === undefined ? '' : `, in about ${span(took)} by the last change of weight`;
  return `An abort brings ${weight(traffic.asked)} of the traffic back to ${stable.version}, which is warm${time}; ${gone}${undone}.`;
}

/** How long the last change of the weight took until it was seen, in milliseconds; undefined where none was. */
function lastChange(events: readonly ReleaseEvent[]): number | undefined {
  const began = new Map<number, number>();
  let took: number | undefined;
  for (const { kind, step, at } of events) {
    if (step === undefined) continue;
    if (kind === 'step-started') began.set(step, at);
    const start = began.get(step);
    if (kind === 'written' && start !== undefined) {
      took = at - start;
      began.delete(step);
    }
  }
  return took;
}
