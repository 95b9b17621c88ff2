/**
 * The plan: what a release will do, resolved from the service file. It is the only input that a release
 * workflow interprets, so this file holds plain types and nothing that runs. Secrets stay as references
 * (`${env:NAME}`, `${file:PATH}`) and are resolved inside activities.
 */
import type { ResultShape } from './conditions/language.ts';
import type { GateConfig } from './gates/gate.ts';
import type { HookConfig } from './hooks/hook.ts';
import type { NotifierConfig } from './notifiers/index.ts';
import type { PlatformConfig } from './platforms/index.ts';
import type { RuleQuery } from './queries/index.ts';
import type { RouterConfig } from './routers/index.ts';
import type { SourceQuery } from './sources/index.ts';

/** A share of traffic in basis points: 0 to 10,000, where 10,000 is all traffic. */
export type BasisPoints = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** One of the two physical places that a version can run in. */
export type Slot = 'blue' | 'green';

/** A line for `/bin/sh -c`, or a program with its arguments, which no shell reads. */
export type CommandLine = string | string[];

/** One of the user's own commands. `{{version}}` and `{{slot}}` are replaced in it. */
export interface CommandConfig {
  command: CommandLine;
  /** Working directory, absolute. */
  directory: string;
  /** Further environment variables; values may be references to secrets. */
  environment: Record<string, string>;
  /** It is ended when it takes longer. */
  timeout: Milliseconds;
}

/** A metric that compares the candidate with the stable side, or a candidate with a limit. */
export interface MetricConfig {
  name: string;
  source: SourceQuery;
  /**
   * What makes a request bad: labels that match (whole-value regular expressions), or slower than an edge.
   * Edges are in seconds, as a histogram's `le` labels have them.
   */
  bad: { kind: 'labels'; labels: Record<string, string> } | { kind: 'slower'; edges: number[] | 'all' };
  /**
   * Labels of which one may tell the instances of a side apart. Left out where what counts is no instance of the
   * service, such as its router.
   */
  instances?: string[];
  /** Share of the release's error budget; the weights of a plan's metrics sum to 1. */
  weight: number;
  margin: number;
  safeMargin: number;
  negligible: number;
  floor: number;
  /** Divisor of the log evidence. Left out: measured from the stable side, and assumed until then. */
  burstDivisor?: number;
  required: boolean;
  /** An absolute limit of the bad share; the only thing judged once no stable side is left. */
  limit?: number;
}

/** A condition on a query's answer, measured as long as the candidate has traffic. It carries no error bound. */
export interface RuleConfig {
  name: string;
  query: RuleQuery;
  /** What `result` is to the conditions. */
  result: ResultShape;
  /** CEL; at least one of the two is given. */
  success?: string;
  failure?: string;
  /** From the end of one measurement to the beginning of the next; left out: measured until there is one answer. */
  interval?: Milliseconds;
  /** From the first traffic of the candidate to the first measurement. */
  initialDelay: Milliseconds;
  /** Answers until the rule is over; left out: it is measured as long as the release is watched. */
  count?: number;
  /** Failures in all that it bears; -1 is no limit. */
  failureLimit: number;
  inconclusiveLimit: number;
  /** Errors in a row that it bears. */
  consecutiveErrorLimit: number;
  /** Successes in a row that end it; 0 is none. */
  consecutiveSuccessLimit: number;
  /** Shown, and never counted. */
  dryRun: boolean;
}

/** How evidence is gathered and weighed for one release. */
export interface AnalysisConfig {
  /** Chance that a good release is stopped, for the whole release. */
  alpha: number;
  /** Chance that an unsafe release is called safe. */
  beta: number;
  /** Length of a block: the one that was given, or the one that is assumed until the release has measured. */
  block: Milliseconds;
  /** The length was given, so nothing changes it. */
  blockGiven: boolean;
  /** Bad requests are counted in intervals of this length to measure how they burst; a block is 1 to 12 of them. */
  interval: Milliseconds;
  /** No shorter block is chosen: it would hold too few samples, or be more than one history can keep. */
  shortestBlock: Milliseconds;
  /** Blocks that begin within this time after the candidate first gets traffic move no evidence. */
  warmup: Milliseconds;
  /** Divisor of the mismatch evidence, since requests share connections. */
  splitDivisor: number;
  /** Blocks that the release may take before the cutover: the spread of late alternatives. */
  plannedBlocks: number;
}

/** What is done when a slot stops receiving traffic and before its processes are told to end. */
export type Drain =
  | { kind: 'metric'; path: string; metric: string; atMost: number; deadline: Milliseconds }
  | { kind: 'wait'; wait: Milliseconds };

/** A check against one instance of the candidate. */
export type SmokeCheck =
  | { kind: 'get'; path: string; status: number; contains?: string; timeout: Milliseconds }
  | { kind: 'command'; command: string; timeout: Milliseconds };

/** The steps of a release, in the order in which they are written. */
export type Step =
  | { kind: 'deploy'; deadline: Milliseconds }
  | { kind: 'smoke'; checks: SmokeCheck[]; deadline: Milliseconds }
  | { kind: 'shift'; to: BasisPoints; deadline: Milliseconds }
  | BakeStep
  | RampStep
  | ApproveStep
  | { kind: 'cutover'; deadline: Milliseconds }
  | { kind: 'keep'; for: Milliseconds }
  | RunStep
  | { kind: 'gate'; gate: GateConfig }
  | { kind: 'retire' };

/** A wait for people. */
export interface ApproveStep {
  kind: 'approve';
  /** People in all. */
  count: number;
  /** The role that each of them needs. */
  role: string;
  /** Only their members count, at least so many of each. Without groups and people: everybody with the role. */
  groups?: { name: string; least: number }[];
  /** Names of those who count beside the groups' members. */
  people?: string[];
  deadline: Milliseconds;
  onDeadline: 'revert' | 'hold';
}

/** Something of the user's own that the release does, and what takes it back. */
export interface RunStep {
  kind: 'run';
  hook: HookConfig;
  undo?: HookConfig;
  /** What a failure does: a person is asked, or the release is undone. */
  onFail: 'hold' | 'revert';
}

/** A stretch of watching that ends in a verdict. */
export interface BakeStep {
  kind: 'bake';
  until: 'safe' | 'elapsed';
  min: Milliseconds;
  max: Milliseconds;
  /** Candidate requests that a pass needs at least. */
  minRequests: number;
  onFail: 'revert' | 'hold';
  onInconclusive: 'hold' | 'revert' | 'advance';
}

/** Shares of traffic that rise as fast as the evidence lets them. */
export interface RampStep {
  kind: 'ramp';
  /** Bad responses in excess that are expected at most before a stop. */
  budget: number;
  /** The same of a total failure that begins late; no share costs more. Left out: none is capped by it. */
  lateBudget?: number;
  from: BasisPoints;
  to: BasisPoints;
  /** No raise multiplies the share by more. */
  maxFactor: number;
  /** Without an answer when it has taken this long. */
  max: Milliseconds;
  onFail: BakeStep['onFail'];
  onInconclusive: BakeStep['onInconclusive'];
}

/** The resolved plan of one environment of one service. */
export interface Plan {
  schemaVersion: 1;
  service: string;
  environment: string;
  platform: PlatformConfig;
  router: RouterConfig;
  metrics: MetricConfig[];
  /** Left out where there are none. */
  rules?: RuleConfig[];
  analysis: AnalysisConfig;
  notify: NotifierConfig[];
  drain: Drain;
  /** What happens to a submit while a release runs. */
  onBusy: 'queue' | 'reject' | 'supersede';
  /** What happens when somebody else changed the router. */
  onDrift: 'restore' | 'hold';
  /** What a freeze does to a release that began before it; left out by plans of an older Sluice: `hold`. */
  onFreeze?: 'hold' | 'finish';
  /** What a submit meets while its lane is frozen; left out: `wait`. */
  startInFreeze?: 'wait' | 'refuse';
  /** How long a hold waits for a person before it reverts (before the cutover) or stays (after it). */
  holdDeadline: Milliseconds;
  steps: Step[];
}
