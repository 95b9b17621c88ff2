/** How a lane starts its releases, follows them to their end, and recovers from one that was lost. */
import { ParentClosePolicy, startChild, TemporalFailure, WorkflowIdReusePolicy } from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Plan, Slot } from '../config/plan.ts';
import { glance } from './calls.ts';
import { rootCause } from './failures.ts';
import { freshGuard } from './lane-guard-state.ts';
import { noteGood } from './lane-good.ts';
import { noteEnd, noteReplaced } from './lane-past.ts';
import type { LaneState, SubmitAnswer, Submission } from './lane-messages.ts';
import type { ReleaseInput } from './messages.ts';
import type { release } from './release.ts';
import { sluiceEnvironment, sluicePhase, sluiceService, sluiceVersion } from './search-attributes.ts';

/** Finds out where a lane's numbers go on, from the archive and the router's stamp, the first time only. */
export async function numberLane(lane: string, state: LaneState, plan: Plan, stamped = 0): Promise<void> {
  if (state.nextNumber === 0) {
    const last = await glance().lastNumber({ lane, router: plan.router, platform: plan.platform });
    state.nextNumber = last + 1;
  }
  state.nextNumber = Math.max(state.nextNumber, stamped + 1);
}

/** Starts a release in a free lane and follows it. */
export async function startRelease(
  lane: string,
  state: LaneState,
  submission: Submission,
  number: number,
  id: string,
  submittedAt: number,
): Promise<SubmitAnswer> {
  const { kind, version, revision, plan, actor, reason, back, source, breakGlass } = submission;
  const { committedAt, overrideFreeze, authors } = submission;
  state.blocked = null;
  const slot = otherSlot(state.live?.slot);
  return start(state, {
    schemaVersion: 1,
    id,
    number,
    lane,
    kind,
    version,
    ...(revision === undefined ? {} : { revision }),
    ...(committedAt === undefined ? {} : { committedAt }),
    submittedAt,
    candidate: { slot, version },
    stable: state.live,
    plan,
    actor,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(breakGlass === undefined ? {} : { breakGlass }),
    ...(overrideFreeze === undefined ? {} : { overrideFreeze }),
    ...(authors === undefined ? {} : { authors }),
    ...(back === undefined ? {} : { back }),
  });
}

/** Starts what waits, if the lane is free for it. */
export async function startNext(lane: string, state: LaneState): Promise<void> {
  const { waiting } = state;
  if (waiting === null || state.running !== null || state.blocked !== null) return;
  state.waiting = null;
  if (waiting.submission.version === state.live?.version) {
    noteReplaced(state, waiting, `${waiting.submission.version} is live already`);
    return;
  }
  // A recovery has written under a higher number meanwhile: the id was promised, the fence has to be above it.
  const overtaken = waiting.number + 1 < state.nextNumber;
  const number = overtaken ? state.nextNumber : waiting.number;
  if (overtaken) state.nextNumber += 1;
  await startRelease(lane, state, waiting.submission, number, waiting.id, waiting.queuedAt);
}

async function start(state: LaneState, input: ReleaseInput): Promise<SubmitAnswer> {
  const { id, kind, plan, version, actor } = input;
  state.running = { id, kind, version, actor, startedAt: Date.now() };
  try {
    const child = await startChild<typeof release>('release', {
      workflowId: `release/${id}`,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      typedSearchAttributes: [
        { key: sluiceService, value: plan.service },
        { key: sluiceEnvironment, value: plan.environment },
        { key: sluiceVersion, value: version },
        { key: sluicePhase, value: 'starting' },
      ],
    });
    void follow(state, input, child);
    return { state: 'running', id, existing: false };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return blockByUnknown(state, input);
  }
}

/** A release of this number exists that the lane knows nothing of: it may run, so nothing is started beside it. */
function blockByUnknown(state: LaneState, { id, kind, version }: ReleaseInput): SubmitAnswer {
  const reason = `${id} exists already, but this lane has lost its memory of it; see that it has ended`;
  state.running = null;
  state.blocked = { reason, since: Date.now(), release: id };
  noteEnd(state, { id, kind, version, outcome: 'refused', reason });
  return { state: 'refused', code: 'lane_blocked', message: `${reason}, then run sluice lane adopt` };
}

async function follow(
  state: LaneState,
  input: ReleaseInput,
  child: ChildWorkflowHandle<typeof release>,
): Promise<void> {
  const { id, kind, version, candidate, back } = input;
  try {
    const { outcome, reason, live, written } = await child.result();
    noteEnd(state, { id, kind, version, outcome, reason });
    state.guard = freshGuard(state.guard, written);
    if (outcome === 'left') {
      state.blocked = { reason, since: Date.now(), release: id };
    } else {
      state.live = live;
      if (kind === 'recovery') state.blocked = null;
      else if (live?.slot === candidate.slot) noteGood(state, id, live, back);
    }
    keepPlan(state, input);
    state.running = null;
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    await recover(state, input, rootCause(error));
    return;
  }
  await startNext(input.lane, state);
}

/** The plan by which what is live was brought there says where the lane's router is, and what is done on drift. */
function keepPlan(state: LaneState, { candidate, plan }: ReleaseInput): void {
  if (state.live?.slot === candidate.slot && state.live.version === candidate.version) state.plan = plan;
}

/**
 * A release was lost without an end: the lane is blocked, and a recovery brings traffic back to what was known
 * good. Where nothing was, or the recovery itself was lost, a person has to look and adopt.
 */
async function recover(state: LaneState, lost: ReleaseInput, why: string): Promise<void> {
  const helpless = state.live === null || lost.kind === 'recovery';
  const next = helpless
    ? 'nothing is known good, so a person has to look'
    : 'traffic goes back to what was known good';
  const reason = `${lost.id} was lost (${why}); ${next}`;
  noteEnd(state, { id: lost.id, kind: lost.kind, version: lost.version, outcome: 'left', reason });
  state.blocked = { reason, since: Date.now(), release: lost.id };
  state.running = null;
  keepPlan(state, lost);
  if (helpless) return;
  const number = state.nextNumber;
  state.nextNumber += 1;
  const gone = state.live?.slot === lost.candidate.slot ? lost.stable : lost.candidate;
  // Nobody asks for a recovery: how the lost one was asked for is not how this one is.
  const { source: _source, breakGlass: _breakGlass, authors: _authors, ...same } = lost;
  await start(state, {
    ...same,
    id: `${lost.lane}.${number}`,
    number,
    kind: 'recovery',
    candidate: gone ?? { slot: otherSlot(state.live?.slot), version: lost.version },
    stable: state.live,
    actor: 'sluice',
    reason,
  });
}

function otherSlot(slot: Slot | undefined): Slot {
  return slot === 'blue' ? 'green' : 'blue';
}
