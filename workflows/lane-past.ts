import type { LaneState, PastRelease } from './lane-messages.ts';

const REMEMBERED_RELEASES = 20;

/** Notes how a release ended, newest first, among the last 20. */
export function noteEnd(state: LaneState, end: Omit<PastRelease, 'finishedAt'>): void {
  state.past.unshift({ ...end, finishedAt: Date.now() });
  state.past.length = Math.min(state.past.length, REMEMBERED_RELEASES);
}

/** Notes that a submit which waited will never begin, so that nobody looks for it in vain. */
export function noteReplaced(
  state: LaneState,
  waiting: NonNullable<LaneState['waiting']>,
  reason: string,
): void {
  const { id, submission } = waiting;
  const { kind, version } = submission;
  noteEnd(state, { id, kind, version, outcome: 'refused', reason });
}
