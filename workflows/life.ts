/**
 * The state of one release while it lives. Everything that status, events and decisions are made of is here;
 * what happens to it stands in the files beside this one.
 */
import { CancelledFailure, CancellationScope, patched } from '@temporalio/workflow';
import type { ObserveAnswer, Seen } from '../activities/types.ts';
import { WRITE_TIMEOUT } from '../config/deadlines.ts';
import type { EventKind } from '../config/events.ts';
import type { HookConfig } from '../config/hooks/hook.ts';
import type { Calibration } from '../analysis/calibration.ts';
import type { Past } from '../activities/calibrate/past.ts';
import type { AnalysisConfig, BasisPoints, Milliseconds } from '../config/plan.ts';
import type { GateQuestion } from '../providers/gates/gate.ts';
import type { Split } from '../providers/routers/router.ts';
import type { Approval } from './approvals.ts';
import type { Frozen } from '../config/freezes/judge-raise.ts';
import { describeStep } from './labels.ts';
import type {
  Act,
  Cause,
  Hold,
  Outcome,
  Phase,
  ReleaseEvent,
  ReleaseInput,
  StepStatus,
  Supersession,
  TrafficStatus,
} from './messages.ts';
import type { LaneAct } from './lane-messages.ts';
import { freshWatching, type Watching } from './watching-state.ts';

/** Why a release has to be undone. */
export interface Stop {
  cause: Cause;
  message: string;
  act?: Act;
}

/** What has to be undone, newest last. A hook takes back what the `run` at this step did. */
export type Undo = 'instances' | 'traffic' | { step: number; hook: HookConfig };

/** What is known of how the stable side behaves, and how metrics are weighed by it. */
export interface Calibrating {
  /** Ends what is learnt before the first shift; null where that is over, or has not begun. */
  scope: CancellationScope | null;
  /** Histories are being read. */
  reading: boolean;
  done: Promise<void>;
  /** By metric; blocks of the release are folded in as they come. */
  past: Past;
  /** Where the newest block that was folded in ended, milliseconds since the epoch. */
  end: number;
  /** How each metric is weighed at the present weight. */
  calibrations: Record<string, Calibration>;
  /** Limits derived from the past, once all traffic goes to the candidate. */
  limits: Record<string, number>;
}

/** The wait of the present step; a pause and `extend` move its end. */
export interface Wait {
  /** Milliseconds since the epoch. */
  end: number;
}

/** A hold, with what a person decided about it. */
export interface Held extends Omit<Hold, 'onDeadline'> {
  decision: 'promoted' | 'retried' | null;
}

/** A freeze that the release stands still for. It asks nobody, and ends by itself. */
export interface FrozenSince extends Frozen {
  /** Milliseconds since the epoch. */
  since: number;
}

/** One release. */
export interface Life {
  input: ReleaseInput;
  /** It asks less of Temporal for the same; releases that began before that was so go on as they were. */
  frugal: boolean;
  phase: Phase;
  sentence: string;
  startedAt: number;
  finishedAt?: number;
  outcome?: Outcome;
  cause?: Cause;
  step: number;
  steps: StepStatus[];
  /** How often the hook or gate of the present step was called. */
  calls: number;
  /** Rises with every change that makes an earlier view of the release stale. */
  turn: number;
  events: ReleaseEvent[];
  /** Number of the last event that the notifiers were given. */
  notified: number;
  traffic: TrafficStatus;
  /** The split that was written last by Sluice, as far as known. */
  last: { split: Split | null; digest?: string; act?: number } | null;
  /** What the router holds by the last write that is known to be in effect; null before. */
  written: Seen | null;
  /** What the last write saw of its traffic in passing; null: nothing, or it is told already. */
  seen: ObserveAnswer | null;
  /** Something is done that usually takes a moment, and has not taken longer yet. */
  moment: boolean;
  /** Number of the last act that could change the router; the fence's second part. */
  acts: number;
  /** Time from a write to its effect, as the router declares it. */
  propagation: number;
  /** Time from each write of this release until it was found in effect. */
  effects: Milliseconds[];
  /** The router's, in basis points. */
  granularity: BasisPoints;
  /** How long after a write the router's counts tell of what followed it. */
  observationLag: number;
  /** How long after an act a write of an earlier one may still land, in milliseconds. */
  lateWrites: Milliseconds;
  /** When the router was last changed, milliseconds since the epoch; null once no late write can land any more. */
  unsettledSince: number | null;
  undo: Undo[];
  /** The candidate is what undo would go back to: from here only a new release changes anything. */
  knownGood: boolean;
  /** The platform restarts the candidate's dead instances from now on. */
  keptAlive: boolean;
  /** All traffic was written to the candidate. */
  cutOver: boolean;
  /** All traffic is being written to the candidate, or was: from here nothing newer takes its place. */
  cutoverBegun: boolean;
  /** The newest release that is to take its place. */
  newer: Supersession | null;
  stop: Stop | null;
  left: Act | null;
  /** What people are asked about, oldest first; acts answer the first. */
  holds: Held[];
  frozen: FrozenSince | null;
  /** When somebody said that it is not frozen, which is before it waited for its turn: a stop since then counts. Else null. */
  freezeOverridden: number | null;
  pausedBy: string | null;
  /** Null while the present step waits for nothing that has an end. */
  wait: Wait | null;
  /** Ends the present wait once. */
  promotion: Act | null;
  approvals: Approval[];
  /** What people did, oldest first, and how many of these acts the lane was told of. */
  done: LaneAct[];
  handed: number;
  /** Answered idempotency keys, each with its act and the hash of its body. */
  keys: Map<string, string>;
  /** How blocks are made and weighed: as the plan has it, until the stable side's past says how long they are. */
  analysis: AnalysisConfig;
  calibrating: Calibrating;
  watching: Watching;
  /** Nothing cancels it: the watch, holds and undo run in it. */
  base: CancellationScope;
  /** The scope that a stop cancels. */
  scope: CancellationScope | null;
  /** The scope that only `leave` cancels; set while undo runs. */
  undoScope: CancellationScope | null;
}

/** A release at its beginning. */
export function createLife(input: ReleaseInput): Life {
  const now = Date.now();
  return {
    input,
    frugal: patched('frugal'),
    phase: 'starting',
    sentence: 'reading router and platform',
    startedAt: now,
    step: 0,
    steps: input.plan.steps.map((step) => ({ kind: step.kind, label: describeStep(step), state: 'waiting' })),
    calls: 0,
    turn: 0,
    events: [],
    notified: 0,
    traffic: { asked: 0, proven: false, at: now },
    last: null,
    written: null,
    seen: null,
    moment: false,
    acts: 0,
    propagation: 0,
    effects: [],
    granularity: 1,
    observationLag: 0,
    lateWrites: WRITE_TIMEOUT,
    unsettledSince: null,
    undo: [],
    knownGood: false,
    keptAlive: false,
    cutOver: false,
    cutoverBegun: false,
    newer: null,
    stop: null,
    left: null,
    holds: [],
    frozen: null,
    freezeOverridden: input.overrideFreeze === true ? (input.submittedAt ?? now) : null,
    pausedBy: null,
    wait: null,
    promotion: null,
    approvals: [],
    done: [],
    handed: 0,
    keys: new Map(),
    analysis: input.plan.analysis,
    calibrating: {
      scope: null,
      reading: false,
      done: Promise.resolve(),
      past: {},
      end: 0,
      calibrations: {},
      limits: {},
    },
    watching: freshWatching(),
    base: new CancellationScope({ cancellable: false }),
    scope: null,
    undoScope: null,
  };
}

/** Adds an event to the lasting list. Its message is a sentence for people. */
export function record(
  life: Life,
  kind: EventKind,
  message: string,
  more: Partial<
    Pick<ReleaseEvent, 'actor' | 'source' | 'breakGlass' | 'reason' | 'page' | 'data' | 'step'>
  > = {},
): void {
  life.events.push({
    number: life.events.length + 1,
    at: Date.now(),
    kind,
    message,
    ...(life.phase === 'starting' ? {} : { step: life.step }),
    ...more,
  });
}

/** The token of the present state; an act that carries an older one is refused. */
export function stateToken(life: Life): string {
  return `${life.step}.${life.turn}`;
}

/** The release is going to end: it is undone, left, or over. */
export function isEnding(life: Life): boolean {
  return life.stop !== null || life.left !== null || life.outcome !== undefined;
}

/** Asks for the release to be undone. The first stop counts; later ones are recorded and change nothing. */
export function requestStop(life: Life, stop: Stop): void {
  if (life.knownGood || isEnding(life)) return;
  life.stop = stop;
  life.turn += 1;
  life.scope?.cancel();
}

/** Ends the step that calls it: the release is undone for this reason. */
export function revertNow(life: Life, stop: Stop): never {
  requestStop(life, stop);
  throw new CancelledFailure(stop.message);
}

/** The act that ended the present wait, taken once; null when none came. */
export function takePromotion(life: Life): Act | null {
  const act = life.promotion;
  life.promotion = null;
  return act;
}

/** What somebody's own hook or gate is told of the release at this step. */
export function subjectOf(life: Life, step: number): Omit<GateQuestion, 'attempt'> {
  const { id: release, candidate, plan, revision = candidate.version } = life.input;
  const { service, environment } = plan;
  return { release, service, environment, ...candidate, revision, step };
}

/** What the candidate's side of the split is, for a weight in basis points. */
export function splitFor(life: Life, weight: BasisPoints): Split {
  const candidate = life.input.candidate.slot;
  return candidate === 'blue'
    ? { blue: weight, green: 10_000 - weight }
    : { blue: 10_000 - weight, green: weight };
}
