/**
 * A scripted world for workflow tests: it keeps what was done to it, and lets a test say what goes wrong. Time
 * passes on the time-skipping server, never in here.
 */
import type {
  GuardRequest,
  ObserveAnswer,
  RouterFinding,
  WatchAnswer,
  WatchRequest,
  WriteAnswer,
  WriteRequest,
} from '../../activities/types.ts';
import type { DeliverAnswer, DeliverRequest } from '../../activities/deliver-request.ts';
import type { CompletedRelease } from '../../activities/archive/completed-release.ts';
import type { ThawRequest } from '../../activities/freezes/thaw-request.ts';
import type { CalibrateRequest, Past } from '../../activities/calibrate/past.ts';
import type { Frozen } from '../../config/freezes/judge-raise.ts';
import type { Slot } from '../../config/plan.ts';
import type { GateAnswer, GateQuestion } from '../../providers/gates/gate.ts';
import type { ProtectionAnswer } from '../../activities/protection-request.ts';
import type { HookCall } from '../../providers/hooks/hook.ts';
import type { AuditAct } from '../../workflows/audit-messages.ts';
import type { Notification } from '../../providers/notifiers/notifier.ts';
import type { Fence, Split } from '../../providers/routers/router.ts';

/** What a scripted watch finds; undefined: nothing until the chunk ends. */
export type Finding = (Partial<WatchAnswer> & Pick<WatchAnswer, 'kind'>) | undefined;

/** What a hook answers; nothing: as usual. */
export type Maybe<T> = T | undefined | Promise<T | undefined>;

/** What is there, what was done to it, and what it answers. Hooks may throw, or wait until they are cancelled. */
export interface World {
  split: Split | null;
  stamp: Fence | null;
  foreign: boolean;
  /** How long a late write may land, in milliseconds; 0: the router compares fences. */
  lateWrites: number;
  observationLag: number;
  ready: Record<Slot, { ready: number; wanted: number; version?: string }>;
  /** Everything that was done, one line each, in order. */
  did: string[];
  /** What every write was asked for, done or not. */
  asked: WriteRequest[];
  watched: WatchRequest[];
  calibrated: CalibrateRequest[];
  guarded: GuardRequest[];
  told: Notification[];
  delivered: DeliverRequest[];
  archived: string[];
  /** What GitHub was told of a deployment that waits. */
  answered: ProtectionAnswer[];
  /** What became lines of the lane's chain of acts. */
  audited: AuditAct[];
  lastNumber: number;
  /** What the archive has of the lane, newest first. */
  completed: CompletedRelease[];
  /** Names of the activities that wait in their hook. */
  inside: Set<string>;
  surveys: () => Maybe<unknown>;
  /** Asked at the begin of every chunk of a watch, and again every 20 ms. */
  finds: (request: WatchRequest) => Finding;
  /** What a chunk answers that was asked to stop and found something in the same moment. */
  stops: (request: WatchRequest) => Finding;
  /** The evidence as every answer of the watch tells it. */
  evidence: Pick<WatchAnswer, 'raiseAllowed' | 'overBound'>;
  /** Whether every answer of the watch says that the router is as it was asked for. */
  asAsked: boolean;
  /** What the look between releases finds; nothing: whether all traffic goes to the live slot. */
  looks: () => Maybe<RouterFinding>;
  /** What is learnt of the stable side; nothing: nothing. */
  calibrates: (request: CalibrateRequest) => Maybe<Past>;
  observes: (goal: string) => Maybe<Partial<ObserveAnswer>>;
  deploys: () => Maybe<unknown>;
  smokes: () => Maybe<string>;
  writes: (request: WriteRequest) => Maybe<Partial<WriteAnswer>>;
  /** What a look at a freeze finds; nothing: that it is over. */
  thaws: (request: ThawRequest) => Maybe<Frozen | null>;
  drains: (slot: Slot) => Maybe<unknown>;
  hooks: (call: HookCall) => Maybe<string>;
  gates: (question: GateQuestion) => Maybe<Partial<GateAnswer>>;
  /** What a deployment that waits lacks. */
  missing: () => Maybe<string[]>;
  replies: (answer: ProtectionAnswer) => Maybe<unknown>;
  keepsAlive: () => Maybe<unknown>;
  retires: (slot: Slot) => Maybe<unknown>;
  notifies: () => Maybe<unknown>;
  delivers: (request: DeliverRequest) => DeliverAnswer;
  archives: () => Maybe<unknown>;
  audits: () => Maybe<unknown>;
}

/** A world in which nothing serves yet and everything works. */
export function emptyWorld(): World {
  return {
    split: null,
    stamp: null,
    foreign: false,
    lateWrites: 0,
    observationLag: 0,
    ready: { blue: { ready: 0, wanted: 0 }, green: { ready: 0, wanted: 0 } },
    did: [],
    asked: [],
    watched: [],
    calibrated: [],
    guarded: [],
    told: [],
    delivered: [],
    archived: [],
    answered: [],
    audited: [],
    lastNumber: 0,
    completed: [],
    inside: new Set(),
    surveys: () => undefined,
    finds: (request) => (request.bake === undefined ? climb(request) : { kind: 'pass' }),
    stops: () => undefined,
    evidence: { raiseAllowed: true, overBound: false },
    asAsked: true,
    looks: () => undefined,
    calibrates: () => undefined,
    observes: () => undefined,
    deploys: () => undefined,
    smokes: () => undefined,
    writes: () => undefined,
    thaws: () => undefined,
    drains: () => undefined,
    hooks: () => undefined,
    gates: () => undefined,
    missing: () => undefined,
    replies: () => undefined,
    keepsAlive: () => undefined,
    retires: () => undefined,
    notifies: () => undefined,
    delivers: ({ notifications, memory }) => ({ done: notifications.length, memory }),
    archives: () => undefined,
    audits: () => undefined,
  };
}

/** What the evidence of a good candidate says of a ramp: five times as much each time, and a pass at the top. */
export function climb({ ramp, weight }: Pick<WatchRequest, 'ramp' | 'weight'>): Finding {
  if (ramp === undefined) return undefined;
  if (weight >= ramp.to) return { kind: 'pass', reason: 'pass', message: 'safe at the top' };
  const raise = Math.min(ramp.to, weight * ramp.maxFactor);
  return { kind: 'raise', reason: 'raise', message: `raised to ${raise / 100} %`, raise };
}

/** A world in which `v1` serves from blue. */
export function servingWorld(): World {
  const world = emptyWorld();
  world.split = { blue: 10_000, green: 0 };
  world.ready.blue = { ready: 2, wanted: 2, version: 'v1' };
  return world;
}
