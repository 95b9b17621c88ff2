/** What an abort would do at this moment, and how long it would take, in one sentence. Pure. */
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { span, weight } from '../../../cli/figures.ts';

/** The sentence; undefined where there is nothing left to abort. */
export function abortNow(view: ReleaseView, events: readonly ReleaseEvent[]): string | undefined {
  const { phase, candidate, stable, traffic, live } = view;
  if (phase === 'finished') return undefined;
  if (phase === 'undoing') return 'It is being undone already; an abort changes nothing about that.';
  if (view.knownGood === true) {
    return `${candidate.version} is known good, so an abort changes nothing any more; a rollback goes back.`;
  }
  if (stable === null) {
    return `An abort takes ${candidate.version} away; nothing served before it, so nothing serves after it.`;
  }
  const gone = `then ${candidate.version} is drained and taken down`;
  const undone = view.steps.some(({ kind, state }) => kind === 'run' && state === 'done')
    ? ', and what steps of your own did is undone'
    : '';
  const took = lastWrite(events);
  const back = `back to ${stable.version}, which is warm${took === undefined ? '' : `, in about ${span(took)} by the last write`}`;
  if (traffic.asked > 0) {
    return `An abort brings ${weight(traffic.asked)} of the traffic ${back}; ${gone}${undone}.`;
  }
  const seen = live?.observed ?? traffic.observed ?? 0;
  if (seen > 0)
    return `An abort brings the ${weight(seen)} of the traffic that are seen ${back}; ${gone}${undone}.`;
  const down = `An abort takes ${candidate.version} down${undone}`;
  return mayHaveLanded(view)
    ? `${down}; how much traffic it has is not known, since a write may have landed.`
    : `${down}; no user is on it.`;
}

const RAISES: ReadonlySet<string> = new Set(['shift', 'ramp', 'cutover']);

/** A write may have changed the router with nobody knowing yet. What is held by a freeze has not been written. */
function mayHaveLanded({ stale, steps, step, hold }: ReleaseView): boolean {
  if (stale) return true;
  const { kind, state } = steps[step] ?? {};
  const raises = kind !== undefined && RAISES.has(kind) && state === 'running';
  return raises && hold?.reason !== 'freeze' && hold?.reason !== 'stop';
}

/** How long the last write took until it was seen in effect, in milliseconds; undefined where none says. */
function lastWrite(events: readonly ReleaseEvent[]): number | undefined {
  for (const { kind, data } of events.toReversed()) {
    if (kind === 'written' && typeof data?.['took'] === 'number') return data['took'];
  }
  return undefined;
}
