import { ApplicationFailure, CancellationScope, continueAsNew, setHandler } from '@temporalio/workflow';
import type { Plan } from '../config/plan.ts';
import { freshAudit, keepAudit, noteAct } from './audit.ts';
import { adoptLane } from './lane-adopt.ts';
import { guardLane } from './lane-guard.ts';
import { freshGuard, routerStatus, type Guard } from './lane-guard-state.ts';
import { noteGood } from './lane-good.ts';
import { untilBeginsAnew } from './lane-history.ts';
import { publishLane } from './lane-memo.ts';
import { startNext } from './lane-releases.ts';
import { checkAdopt, checkRollback, checkSubmit } from './lane-room.ts';
import { laneToken } from './lane-token.ts';
import { answerRollback, answerSubmit } from './lane-submit.ts';
import {
  acted,
  adopt,
  knownGood,
  laneStatus,
  over,
  rollback,
  submit,
  supersedeAnswered,
} from './lane-messages.ts';
import type {
  Adoption,
  LaneInput,
  LaneState,
  LaneStatus,
  RollbackRequest,
  Submission,
} from './lane-messages.ts';

/**
 * The only owner of one lane: it lets one release at a time into it, remembers what is live, and survives
 * whatever happens to its releases. It begins its history anew only when idle, since the end of a child
 * reaches the run that started it.
 */
export async function lane(input: LaneInput): Promise<void> {
  const state = { ...emptyLane(), ...input.carried };
  const guard: Guard = { lane: input.lane, state, paused: false, writing: false };
  // A cancel of the lane, which is nobody's release, must not end its only owner.
  const base = new CancellationScope({ cancellable: false });
  CancellationScope.current().cancelRequested.catch(() => undefined);
  let waitingForTurn: Promise<unknown> = Promise.resolve();
  /** Acts on the lane one at a time: some of them wait for the world before they decide. */
  async function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = waitingForTurn.then(async () => base.run(act));
    waitingForTurn = mine.catch(() => undefined);
    return mine;
  }

  setHandler(laneStatus, () => toLaneStatus(input.lane, state));
  setHandler(
    submit,
    async (submission) => {
      const askedAt = Date.now();
      return inTurn(async () => answerSubmit(input.lane, state, submission, askedAt));
    },
    {
      validator: (submission: Submission) => {
        refuseMalformed(submission);
        checkSubmit(state, submission);
      },
    },
  );
  setHandler(
    rollback,
    async (request) => {
      const askedAt = Date.now();
      return inTurn(async () => answerRollback(input.lane, state, request, askedAt));
    },
    {
      validator: (request: RollbackRequest) => {
        refuseMalformedPlan(request.plan);
        checkRollback(state, request);
      },
    },
  );
  setHandler(
    adopt,
    async (adoption) =>
      inTurn(async () => {
        const answer = await adoptLane(guard, adoption);
        if (answer.state === 'adopted') await startNext(input.lane, state);
        return answer;
      }),
    {
      validator: (adoption: Adoption) => {
        refuseMalformed(adoption);
        checkAdopt(state, adoption);
      },
    },
  );
  setHandler(knownGood, ({ id, live, back }) => {
    if (state.running?.id === id) noteGood(state, id, live, back);
  });
  setHandler(over, ({ id }) => {
    if (state.running?.id === id) state.over = { id, at: Date.now() };
  });
  setHandler(acted, ({ acts, ...about }) => {
    for (const { act, ...done } of acts) noteAct(state.audit, act, done, { ...done, ...about });
  });
  setHandler(supersedeAnswered, ({ newer, note }) => {
    if (state.waiting?.id === newer) state.waiting.note = note;
  });

  void base.run(async () => publishLane(state));
  void base.run(async () => guardLane(guard));
  void base.run(async () => keepAudit(input.lane, state.audit));

  await base.run(async () => {
    await untilBeginsAnew(guard);
    await continueAsNew<typeof lane>({ ...input, carried: state });
  });
}

/** A plan of another Sluice, or none, would stop the lane in the middle of its work. */
function refuseMalformed({ version, plan }: Submission | Adoption): void {
  if (typeof version !== 'string') throw malformed();
  refuseMalformedPlan(plan);
}

function refuseMalformedPlan(plan: unknown): void {
  const known = (plan ?? {}) as Partial<Plan>;
  if (known.schemaVersion !== 1 || !Array.isArray(known.steps)) throw malformed();
}

function malformed(): ApplicationFailure {
  return ApplicationFailure.create({
    message:
      'this is no submit, rollback or adopt that this worker understands; bring api and worker to one version',
    type: 'malformed',
    nonRetryable: true,
  });
}

function emptyLane(): LaneState {
  return {
    live: null,
    nextNumber: 0,
    running: null,
    over: null,
    waiting: null,
    blocked: null,
    past: [],
    plan: null,
    guard: freshGuard(null, null),
    good: [],
    audit: freshAudit(),
    adopted: {},
    answers: {},
  };
}

function toLaneStatus(lane: string, state: LaneState): LaneStatus {
  const { live, running, waiting, blocked, nextNumber, past, good, audit } = state;
  return {
    lane,
    token: laneToken(state),
    live,
    running,
    waiting:
      waiting === null
        ? null
        : {
            id: waiting.id,
            kind: waiting.submission.kind,
            version: waiting.submission.version,
            actor: waiting.submission.actor,
            queuedAt: waiting.queuedAt,
            ...(waiting.note === undefined ? {} : { note: waiting.note }),
          },
    blocked,
    nextNumber,
    past,
    router: routerStatus(state),
    routerEvents: state.guard.events,
    good,
    audit: audit.head,
  };
}
