/**
 * What a workflow asks of the world, and what it hears back. Workflows import these types and nothing else of
 * this folder. Activities on the queue `act` change something; those on `watch` only read.
 */
import type { RuleSummary } from '../analysis/rules/verdict.ts';
import type { RulesState } from '../analysis/rules/watched.ts';
import type { Calibration } from '../analysis/calibration.ts';
import type { MetricSummary, VerdictState, Block } from '../analysis/types.ts';
import type { ThawRequest } from './freezes/thaw-request.ts';
import type {
  AnalysisConfig,
  BakeStep,
  BasisPoints,
  MetricConfig,
  Milliseconds,
  RuleConfig,
  Slot,
  SmokeCheck,
} from '../config/plan.ts';
import type { NotifierConfig } from '../config/notifiers/index.ts';
import type { PlatformConfig } from '../config/platforms/index.ts';
import type { RouterConfig } from '../config/routers/index.ts';
import type { GateAnswer } from '../providers/gates/gate.ts';
import type { Fence, RequestSample, Split, Targets } from '../providers/routers/router.ts';
import type { Notification } from '../providers/notifiers/notifier.ts';
import type { AuditHead, AuditRequest } from '../workflows/audit-messages.ts';
import type { RampView } from '../workflows/messages.ts';
import type { CalibrateRequest, Past } from './calibrate/past.ts';
import type { CompletedRelease } from './archive/completed-release.ts';
import type { Halving } from './watch/halving.ts';
import type { DeliverAnswer, DeliverRequest } from './deliver-request.ts';
import type { DrainAnswer, DrainRequest } from './drain-request.ts';
import type { GateRequest, HookRequest } from './own-requests.ts';
import type { ProtectionAnswer, ProtectionLook } from './protection-request.ts';
import type { RampRequest } from './watch/ramp-request.ts';
import type { Survey } from './survey-answer.ts';
import type { MetricReading } from './watch/reading.ts';

/** The lane's part of the world: enough to make its router and its platform. */
export interface Place {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  router: RouterConfig;
  platform: PlatformConfig;
}

export interface DeployRequest {
  place: Place;
  release: string;
  version: string;
  slot: Slot;
  deadline: Milliseconds;
}

export interface SmokeRequest {
  place: Place;
  slot: Slot;
  version: string;
  checks: SmokeCheck[];
  /** Checks are repeated until then, counted from when the activity was first scheduled. */
  deadline: Milliseconds;
}

/** Fails only with the reason of the first check that never passed; undefined means all passed. */
export interface SmokeAnswer {
  failed?: string;
  checks: { what: string; ok: boolean; detail: string }[];
}

export interface WriteRequest {
  place: Place;
  fence: Fence;
  /** Slot to raise or lower; the rest belongs to the other slot. `null`: take the lane's object away. */
  split: Split | null;
  /**
   * The split that this release (or the one before it) wrote last; anything else found is drift. `act`: the act of this
   * release that wrote it, 0 where none did; left out where that says nothing.
   */
  last: { split: Split | null; digest?: string; act?: number } | null;
  /** `hold` reports drift and writes nothing; a move of the candidate to 0 passes `restore`. */
  onDrift: 'restore' | 'hold';
  /** It is written also where the router cannot be read, as when traffic is taken back from the candidate. */
  unread?: true;
  /** Slots that must show at least one ready instance right before the write. */
  mustBeReady: Slot[];
  /** Slots that must be at full size right before the write. */
  mustBeFull: Slot[];
  /** A raise of traffic is written only while nothing freezes it; left out by releases of an older Sluice. */
  raise?: ThawRequest['raise'];
  /** A raise of the candidate, whose traffic is looked at for a moment once it is in effect. */
  look?: Pick<ObserveRequest, 'candidate' | 'splitDivisor'>;
}

export interface WriteAnswer {
  /** `not-ready`: a slot that would get traffic has no instance ready, `frozen`: see there; nothing was written. */
  kind: 'written' | 'already' | 'drift' | 'fenced' | 'not-ready' | 'frozen';
  frozen?: ThawRequest['known'];
  /** When the router was found to have loaded it, milliseconds since the epoch. */
  effectiveAt: number;
  digest: string;
  /** What somebody else had changed, in words, also when it was put right. */
  drift?: string;
  message: string;
  /** The router compares fences, so that no write of an earlier act can land any more. */
  compares?: boolean;
  /** What that moment showed, where it was enough to tell. */
  seen?: ObserveAnswer;
}

export interface ObserveRequest {
  place: Place;
  split: Split;
  candidate: Slot;
  /** Requests before this time are not looked at. */
  effectiveAt: number;
  splitDivisor: number;
  /** `raise`, `cutover` and `zero` have different rules of proof (design §4, Observed). */
  goal: 'raise' | 'cutover' | 'zero';
  /** How long to look before the answer is `no-traffic` or `unproven`. */
  patience: Milliseconds;
}

export interface ObserveAnswer {
  /**
   * `proven`: seen. `unproven`: too little traffic to tell. `no-traffic`: none at all. `more`: a larger share
   * than asked. `late`: the old slot still gets new requests after all patience.
   */
  kind: 'proven' | 'unproven' | 'no-traffic' | 'more' | 'late';
  observed?: BasisPoints;
  requests: Record<Slot, number>;
  message: string;
}

/** What the watch carries from chunk to chunk and through a crash. */
export interface WatchState {
  verdict: VerdictState;
  /** Start of the block that is open, milliseconds since the epoch. */
  openSince: number | null;
  /** Start of the first block of those that follow each other up to the open one without a break. */
  unbrokenSince: number | null;
  /** The reading of each metric from which the open block is the difference, where its source has no history. */
  last: Record<string, MetricReading>;
  /** Edges of latency metrics, in seconds, chosen once. */
  edges: Record<string, number[]>;
  /** The stable instances in two halves, by metric, where they can be told apart. */
  halving: Record<string, Halving>;
  /** The router's, as it was when the watch began. */
  granularity: BasisPoints;
  /** Instances ready in each slot, where the platform has told. */
  ready: Partial<Record<Slot, number>>;
  /** Checks in a row in which a slot had no instance ready. */
  notReady: Record<Slot, number>;
  /** Since when instances with traffic are others than the router has, milliseconds since the epoch. */
  movedAt?: number | null;
  /** At the last look the router held, and had loaded, what was asked for. */
  asAsked?: boolean;
  /** The router's counters at the end of the last block, from which the observed split is taken. */
  requests: RequestSample | null;
  /** What the router held under the newest stamp: the same stamp over something else is a change by hand. */
  seen: { stamp: Fence; digest: string } | null;
  /** Left out where there are none. */
  rules?: RulesState;
}

export interface WatchRequest {
  place: Place;
  release: string;
  metrics: MetricConfig[];
  rules?: RuleConfig[];
  /** When a person last answered about broken rules, which are measured afresh since. */
  rulesAnsweredAt?: number;
  analysis: AnalysisConfig;
  candidate: Slot;
  /** The slot of the stable side; null once nothing is sent there by plan or nothing was there. */
  stable: Slot | null;
  /** The old slot, warm after the cutover: its readiness is told, never judged. */
  warm: Slot | null;
  /** What runs in each slot, for queries that name the version. */
  versions: Partial<Record<Slot, string>>;
  stage: string;
  /** What the router was asked for: the candidate's weight. */
  weight: BasisPoints;
  /** `transition`: the weight is being changed; blocks move no evidence until `steady`. */
  mode: 'transition' | 'steady';
  /** No block begins before this time: effective time plus settle. */
  blocksFrom: number;
  /** When the candidate first got traffic. */
  trafficSince: number;
  /** Ends the chunk with a verdict on this bake. Times are milliseconds since the epoch. */
  bake?: Pick<BakeStep, 'until' | 'minRequests'> & { minUntil: number; maxUntil: number };
  /** Ends the chunk when this ramp's weight may rise, and with a verdict at its end. */
  ramp?: RampRequest;
  /** Findings that do not end the chunk because a person was already told: see `WatchAnswer.finding`. */
  muted: WatchFinding[];
  /** The last act of this release on the router, where its answer was lost: it may land all the same. */
  unanswered?: Fence;
  /** How often instances were followed in the last hour: each time doubles how long the next ones have to stand. */
  followed?: number;
  /** How often in the whole release: after many, the router is told of no more than one an hour. */
  followedInAll?: number;
  /** What the router is compared with at every check. */
  expected: { split: Split; targets?: Targets };
  /** The watch answers `chunk` at this time at the latest. */
  until: number;
  /** How each metric is weighed at this weight, by name; one that is not named is assumed. */
  calibrations: Record<string, Calibration>;
  /** Limits of metrics that have none of their own, derived from the stable side's past, once it gets no traffic. */
  limits: Record<string, number>;
  /** What was learnt of the stable side before the first block, by metric. Only without a state. */
  learnt: Pick<WatchState, 'edges' | 'halving'>;
  state: WatchState | null;
}

/** What a watch can find beside the verdict of a bake. */
export type WatchFinding =
  'harm' | 'noise' | 'faster' | 'instances' | 'split' | 'stable' | 'drift' | 'targets' | 'rule' | 'unclear';

export interface WatchAnswer {
  /**
   * `chunk`: time is up, nothing decided. `cancelled`: asked to stop. `pass`, `inconclusive`: of the bake or the
   * ramp. `raise`: the ramp's weight may rise to `raise`.
   * `fail`: harm, a limit, an outage, instances or a rule. `hold`: the split is refuted, the stable side is not
   * ready, or a rule is inconclusive. `drift`: somebody changed the router. `targets`: instances with traffic are
   * others than those that the router was given.
   */
  kind: 'chunk' | 'cancelled' | 'pass' | 'raise' | 'inconclusive' | 'fail' | 'hold' | 'drift' | 'targets';
  /** What was found, for `fail`, `hold`, `drift` and `targets`; `harm` stands for every fail by evidence. */
  finding?: WatchFinding;
  reason: string;
  message: string;
  blame?: string;
  /** The weight that the evidence of the present one allows; only of `raise`. */
  raise?: BasisPoints;
  /** How the ramp stands, where there is one. */
  ramp?: RampView;
  /** Combined evidence of harm is below 10, so a weight may rise. */
  raiseAllowed: boolean;
  /** Harm is at or over its bound now, or a rule has failed, so nothing may be promoted. */
  overBound: boolean;
  observed?: BasisPoints;
  /** How long it waited for a worker, where what was counted meanwhile cannot be read any more; of `inconclusive`. */
  late?: Milliseconds;
  evidence: MetricSummary[];
  rules?: RuleSummary[];
  /** How the blocks of this chunk were weighed. */
  calibrations: Record<string, Calibration>;
  /** Blocks that were closed in this chunk, for the report. */
  blocks: Block[];
  state: WatchState;
}

/** What a router was found to hold, by its last write. */
export interface Seen {
  /** Null where the router carries none. */
  stamp: Fence | null;
  digest: string;
}

/** What a look at a lane's router between releases finds. */
export interface RouterFinding {
  /**
   * `drift`: somebody else changed it. `unloaded`: it has not loaded what is stored in it. `targets`: the live
   * slot's instances are not those that it was given. `unreadable`: it could not be read for a minute.
   */
  kind: 'as-written' | 'drift' | 'unloaded' | 'targets' | 'unreadable';
  /** What it is, as part of a sentence; empty where it is as it was written. */
  message: string;
  /** An instance of the live slot is ready, so that traffic may be sent there. Only of what can be put right. */
  ready: boolean;
  /** Of `targets`: one serves elsewhere in the place of one that does not any more. */
  moved?: boolean;
}

export interface GuardRequest {
  place: Place;
  /** The slot that all traffic should go to. */
  live: Slot;
  seen: Seen | null;
  /** What the lane knows already: the guard answers when it finds anything else. */
  known: RouterFinding;
  /**
   * How long other instances have to stand before they count, so that one that keeps dying is not followed; a tenth of
   * it where requests are sent to where nothing serves any more.
   */
  targetsPatience: Milliseconds;
  /** The guard answers at this time at the latest, milliseconds since the epoch. */
  until: number;
}

export interface GuardAnswer {
  /** `known` where the time is up. */
  found: RouterFinding;
  seen: Seen | null;
  /** The mark that the router carried at the last look. */
  stamp: Fence | null;
}

export interface NotifyRequest {
  notifiers: NotifierConfig[];
  notifications: Notification[];
}

/** What changes the world, and the slow waits that belong to it; on the queue `act`. */
export interface ActActivities {
  /** Reads router and platform; changes nothing. */
  survey(place: Place): Promise<Survey>;
  /** The highest release number that the archive or the router's stamp knows of this lane; 0 for none. */
  lastNumber(place: Place): Promise<number>;
  /** Releases of a lane that completed, by the archive, newest first, at most 200. */
  completedReleases(lane: string): Promise<CompletedRelease[]>;
  /** Brings a version up and waits for all instances. Throws `not_ready` when the deadline passes. */
  deploy(request: DeployRequest): Promise<{ endpoints: string[] }>;
  smoke(request: SmokeRequest): Promise<SmokeAnswer>;
  write(request: WriteRequest): Promise<WriteAnswer>;
  /** Calls something of the user's own; answers with a sentence of how it went. */
  hook(request: HookRequest): Promise<string>;
  gate(request: GateRequest): Promise<GateAnswer>;
  /** The slot serves for good: its dead instances are started again from now on. */
  keepAlive(place: Place, slot: Slot): Promise<void>;
  /** Ends this version's instances in the slot; another version's are left alone. */
  retire(place: Place, slot: Slot, version: string): Promise<void>;
  notify(request: NotifyRequest): Promise<void>;
  /** Sends events for one notifier; a failure is part of the answer. */
  deliver(request: DeliverRequest): Promise<DeliverAnswer>;
  /** What a deployment that GitHub holds back lacks still, a sentence each. It only reads. */
  lookAtProtection(look: ProtectionLook): Promise<string[]>;
  /** Tells GitHub; an answer that it does not take any more is final. */
  answerProtection(answer: ProtectionAnswer): Promise<void>;
  /** Writes the immutable report of a release from its own history. */
  archive(id: string): Promise<void>;
  /** Adds lines to a chain of acts, each once however often this is repeated; answers with the chain's end. */
  audit(request: AuditRequest): Promise<AuditHead>;
}

/** What only reads, for as long as it takes; on the queue `watch`. */
export interface WatchActivities {
  /** Learns how the stable side behaves, before the first shift; answers when it is told to stop at the latest. */
  calibrate(request: CalibrateRequest): Promise<Past>;
  watch(request: WatchRequest): Promise<WatchAnswer>;
  observe(request: ObserveRequest): Promise<ObserveAnswer>;
  drain(request: DrainRequest): Promise<DrainAnswer>;
  /** Waits until nothing freezes a release, null, or something else does. */
  thaw(request: ThawRequest): Promise<ThawRequest['known'] | null>;
  /** Looks at the router of a lane in which no release runs. */
  guard(request: GuardRequest): Promise<GuardAnswer>;
}
