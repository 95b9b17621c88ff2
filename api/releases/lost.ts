import type { ReleaseView } from '../wire/release.ts';

/** Whether a workflow in this state of Temporal's ended without an end of its own. */
export function isLost(state: string): boolean {
  return !['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW', 'PAUSED'].includes(state);
}

/** Says of a release that was ended from outside that it is lost; others stay as they are. */
export function endedFromOutside(view: ReleaseView, state: string): ReleaseView {
  if (!isLost(state) || view.phase === 'finished') return view;
  const word = state.toLowerCase().replace('_', ' ');
  return {
    ...view,
    phase: 'finished',
    outcome: 'lost',
    sentence: `its workflow was ${word} from outside; sluice lane show ${view.lane.replace('.', '@')} says what became of the lane`,
  };
}
