/** What a lane answers to a submit, decided without doing anything. */
import type { LaneState, SubmitAnswer, Submission } from './lane-messages.ts';

const REMEMBERED = 24 * 3_600_000;
const MOST_ANSWERS = 1000;

/** The decision about a submit: an answer at once, or what to do for it. */
export type Decision =
  { act: 'answer'; answer: SubmitAnswer } | { act: 'start' } | { act: 'queue' | 'supersede'; behind: string };

/** Decides about a submit with the lane as it is. Pure; `number` of the release is given later. */
export function decide(state: LaneState, submission: Submission): Decision {
  const { running, waiting, live, blocked } = state;
  const { version } = submission;
  if (waiting?.submission.version === version && running !== null) {
    return { act: 'answer', answer: { state: 'queued', id: waiting.id, behind: running.id } };
  }
  if (blocked !== null && !mayBeginAnew(state)) {
    const next = running === null ? 'run sluice lane adopt' : `wait for ${running.id}, which puts it right`;
    const message = `the lane is blocked since ${blocked.release}: ${blocked.reason}; ${next}`;
    return { act: 'answer', answer: { state: 'refused', code: 'lane_blocked', message } };
  }
  if (running?.version === version) {
    return { act: 'answer', answer: { state: 'running', id: running.id, existing: true } };
  }
  if (running === null) {
    if (live?.version !== version) return { act: 'start' };
    const id =
      state.past.find((past) => past.version === version && past.outcome === 'completed')?.id ?? null;
    return { act: 'answer', answer: { state: 'live', id } };
  }
  const { onBusy } = submission.plan;
  if (onBusy !== 'reject') return { act: onBusy, behind: running.id };
  const message = `${running.id} runs ${running.version} in this lane; wait for it, or abort it`;
  return { act: 'answer', answer: { state: 'refused', code: 'lane_busy', message } };
}

/**
 * A lane whose first release was lost or left has nothing that could be adopted unless that release served. A new
 * first release may be tried: it looks itself, and is refused where anything serves or runs.
 */
function mayBeginAnew({ live, running, blocked, past }: LaneState): boolean {
  const [last] = past;
  return live === null && running === null && last?.id === blocked?.release && last?.outcome === 'left';
}

/** The answer that was given under this key in the last 24 hours; `conflict` when the body was another. */
export function remembered(state: LaneState, submission: Submission, now: number): SubmitAnswer | undefined {
  if (submission.key === undefined) return undefined;
  const before = state.answers[submission.key];
  if (before === undefined || now - before.at >= REMEMBERED) return undefined;
  return before.bodyHash === (submission.bodyHash ?? '') ? before.answer : { state: 'conflict' };
}

/** Keeps an answer for 24 hours, and at most the newest 1,000. */
export function remember(state: LaneState, submission: Submission, answer: SubmitAnswer, now: number): void {
  const entries = Object.entries(state.answers)
    .filter(([, entry]) => now - entry.at < REMEMBERED)
    .slice(-(MOST_ANSWERS - 1));
  state.answers = Object.fromEntries(entries);
  if (submission.key === undefined) return;
  state.answers[submission.key] = { bodyHash: submission.bodyHash ?? '', at: now, answer };
}
