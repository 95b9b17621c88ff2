/** What a lane answers to a submit, decided without doing anything. */
import type { LaneState, SubmitAnswer, Submission } from './lane-messages.ts';
import { isOver } from './lane-over.ts';
import { decideUrgent } from './lane-urgent.ts';

/** The decision about a submit: an answer at once, or what to do for it. */
export type Decision =
  | { act: 'answer'; answer: SubmitAnswer }
  | { act: 'start' }
  | { act: 'queue' | 'supersede' | 'abort'; behind: string };

/** Decides about a submit with the lane as it is. Pure; `number` of the release is given later. */
export function decide(state: LaneState, submission: Submission): Decision {
  const { running, waiting, live, blocked } = state;
  const { kind, version } = submission;
  const same = waiting?.submission.version === version && waiting.submission.kind === kind;
  if (waiting !== null && same && running !== null) {
    return { act: 'answer', answer: { state: 'queued', id: waiting.id, behind: running.id } };
  }
  if (blocked !== null && !mayBeginAnew(state)) {
    const next = running === null ? 'run sluice lane adopt' : `wait for ${running.id}, which puts it right`;
    const message = `the lane is blocked since ${blocked.release}: ${blocked.reason}; ${next}`;
    return { act: 'answer', answer: { state: 'refused', code: 'lane_blocked', message } };
  }
  if (running === null) {
    if (live?.version !== version) return { act: 'start' };
    const id =
      state.past.find((past) => past.version === version && past.outcome === 'completed')?.id ?? null;
    return { act: 'answer', answer: { state: 'live', id } };
  }
  const ended = isOver(state);
  if (kind !== 'release') {
    return ended ? { act: 'queue', behind: running.id } : decideUrgent(state, submission, running);
  }
  if (running.version === version && !ended) {
    return { act: 'answer', answer: { state: 'running', id: running.id, existing: true } };
  }
  return decideBusy(submission, running, waiting, ended);
}

/** What an ordinary submit meets while another version is released: it never takes the place of an urgent one. */
function decideBusy(
  { plan }: Submission,
  running: NonNullable<LaneState['running']>,
  waiting: LaneState['waiting'],
  ended: boolean,
): Decision {
  const refuse = (message: string): Decision => {
    return { act: 'answer', answer: { state: 'refused', code: 'lane_busy', message } };
  };
  if (waiting !== null && waiting.submission.kind !== 'release') {
    const { kind, version, actor } = waiting.submission;
    return refuse(`${waiting.id}, a ${kind} to ${version} by ${actor}, waits in this lane; wait for its end`);
  }
  if (ended) return { act: 'queue', behind: running.id };
  if (plan.onBusy === 'reject') {
    return refuse(`${running.id} runs ${running.version} in this lane; wait for it, or abort it`);
  }
  const ordinary = running.kind === 'release';
  return { act: plan.onBusy === 'supersede' && ordinary ? 'supersede' : 'queue', behind: running.id };
}

/**
 * A lane whose first release was lost or left has nothing that could be adopted unless that release served. A new
 * first release may be tried: it looks itself, and is refused where anything serves or runs.
 */
function mayBeginAnew({ live, running, blocked, past }: LaneState): boolean {
  const [last] = past;
  return live === null && running === null && last?.id === blocked?.release && last?.outcome === 'left';
}
