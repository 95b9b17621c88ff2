/** How a lane answers a submit and a rollback: decide, then start the release, queue it, or ask another to go. */
import { remember, remembered } from './lane-answers.ts';
import { laneStanding, noteSubmit } from './lane-audit.ts';
import { abortRunning, supersedeRunning } from './lane-make-way.ts';
import { decide } from './lane-decision.ts';
import type { LaneState, RollbackRequest, SubmitAnswer, Submission } from './lane-messages.ts';
import { untilGone } from './lane-over.ts';
import { noteReplaced } from './lane-past.ts';
import { numberLane, startRelease } from './lane-releases.ts';
import { whyStale } from './lane-token.ts';
import { rollbackTarget } from './lane-rollback.ts';

/** Answers a submit that was taken in at `askedAt`, milliseconds since the epoch; the same key is answered as before. */
export async function answerSubmit(
  lane: string,
  state: LaneState,
  submission: Submission,
  askedAt: number,
): Promise<SubmitAnswer> {
  return once(state, submission, async () => newAnswer(lane, state, submission, askedAt));
}

/** Answers a rollback: it is a submit of the version that it means. */
export async function answerRollback(
  lane: string,
  state: LaneState,
  request: RollbackRequest,
  askedAt: number,
): Promise<SubmitAnswer> {
  return once(state, request, async () => {
    const back = await rollbackTarget(lane, state, request);
    if ('code' in back) return back;
    const { to: _, ...said } = request;
    const { version } = back;
    const submission: Submission = { ...said, kind: 'rollback', version, back };
    const answer = await newAnswer(lane, state, submission, askedAt);
    return answer.state === 'refused' || answer.state === 'conflict' ? answer : { ...answer, version };
  });
}

async function once(
  state: LaneState,
  act: Submission | RollbackRequest,
  make: () => Promise<SubmitAnswer>,
): Promise<SubmitAnswer> {
  const before = remembered(state, act, Date.now());
  if (before !== undefined) return before;
  await untilGone(state);
  const standing = laneStanding(state);
  const stale = whyStale(state, act.seen);
  const answer: SubmitAnswer =
    stale === undefined ? await make() : { state: 'refused', code: 'stale_act', message: stale };
  noteSubmit(state, act, answer, standing);
  remember(state, act, answer, Date.now());
  return answer;
}

async function newAnswer(
  lane: string,
  state: LaneState,
  submission: Submission,
  askedAt: number,
): Promise<SubmitAnswer> {
  await numberLane(lane, state, submission.plan);
  const decision = decide(state, submission);
  if (decision.act === 'answer') return decision.answer;
  const number = state.nextNumber;
  state.nextNumber += 1;
  const id = `${lane}.${number}`;
  if (decision.act === 'start') return startRelease(lane, state, submission, number, id, askedAt);
  const { act, behind } = decision;
  if (state.waiting !== null) noteReplaced(state, state.waiting, `replaced in the queue by ${id}`);
  const waiting: LaneState['waiting'] = { id, number, submission, queuedAt: askedAt };
  state.waiting = waiting;
  if (act === 'supersede') await supersedeRunning(state, behind);
  if (act === 'abort') abortRunning(state, behind);
  const { note } = waiting;
  return { state: 'queued', id, behind, ...(note === undefined ? {} : { note }) };
}
