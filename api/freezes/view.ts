import type { FreezeView } from '../wire/freeze.ts';

/** What is shown of a freeze that somebody made, as it stands at a time. */
export function toFreezeView(freeze: Omit<FreezeView, 'state'>, now: number): FreezeView {
  const { id, lanes, reason, owner, start, end, createdBy, endedBy } = freeze;
  const state = now >= end ? 'over' : now < start ? 'coming' : 'frozen';
  return { id, lanes, reason, owner, start, end, state, createdBy, endedBy };
}
