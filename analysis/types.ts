/**
 * What the verdict is fed with (metrics, settings, blocks), what it remembers, and what it shows. Everything is
 * plain JSON, so that a release can be judged again from its report. See verdict.md §1 and §9.
 */
import type { Calibration } from './calibration.ts';
import type { MetricState, NewestBlock, StageState, Tally } from './state.ts';

/** A metric that compares the candidate with the stable side, or the candidate with a limit. */
export interface Metric {
  name: string;
  /** Share of the release's error budget; the weights of a release's metrics sum to 1 and never change. */
  weight: number;
  /** The candidate is worse when its bad rate is above this many times the stable side's; at least 1. */
  margin: number;
  /** The candidate is safe when its bad rate is proven not above this many times the stable side's. */
  safeMargin: number;
  /** A bad rate, 0 to 1, that is granted on top of `safeMargin` times the stable side's; 0 for latency. */
  negligible: number;
  /** Divisor of the log evidence, for bad requests that come in bursts; at least 1. */
  burstDivisor: number;
  /** A pass needs this metric proven safe. */
  required: boolean;
  /** The metric speaks for a fail only while the candidate's bad rate is above this, 0 to 1. */
  floor: number;
  /** Latency edges in seconds, ascending, at most 8: "bad" is then counted once for each, slower than it. */
  edges?: number[];
  /** An absolute bad rate, above 0 and below 1, that the candidate must keep; for latency at its highest edge. */
  limit?: number;
}

/** How evidence is weighed; fixed for a release before its first block. */
export interface Settings {
  /** Bound on the chance that a good release is stopped, for the whole release. */
  alpha: number;
  /** Bound on the chance that an unsafe release is called safe. */
  beta: number;
  /** Blocks up to the deadline, at least 1: the spread of the alternatives that begin late. */
  plannedBlocks: number;
  /** Divisor of the mismatch evidence, since requests share connections. */
  splitDivisor: number;
  /** The smallest step of the candidate's share that the router can hold, 0 to 1, for example 0.0001. */
  granularity: number;
}

/** Requests of one side that ended in a block; `bad` has one entry, or one for each edge of a latency metric. */
export interface Counts {
  total: number;
  bad: number[];
}

/** Both sides' requests over the same seconds; a side that was not read is left out, which is not 0. */
export interface SideCounts {
  candidate?: Counts;
  stable?: Counts;
  /**
   * The stable instances in two halves, for the negative control and the calibration; only where every stable
   * instance could be read by itself. An instance stays in its half.
   */
  halves?: Halves;
}

/** What two halves of the stable instances counted over the same seconds. */
export interface Halves {
  a: Counts;
  b: Counts;
}

/** How a block was weighed, where that is not by the metric's own figures (verdict.md §3 to §6). */
export interface Weighed {
  /** As calibrated before this block. */
  burstDivisor?: number;
  /** The harm margin, raised for the spread between instances. */
  margin?: number;
  /** The safe margin that is tested, lowered for the spread between instances. */
  safeMargin?: number;
  /** The margin of the negative control, 1 but for a spread between instances that is known. */
  controlMargin?: number;
  /** An absolute limit of a metric that has none of its own, derived from the stable side's past. */
  limit?: number;
}

/** Why a metric, or one side of it, has no counts in a block. */
export interface Problem {
  metric: string;
  side?: 'candidate' | 'stable';
  /** `absent`: no such series; `stale`: the source stands still; `error`: the backend refused or is down. */
  kind: 'absent' | 'stale' | 'error';
  message: string;
}

/** A stretch of time with what ended in it. Blocks never overlap, and a missing stretch is in none. */
export interface Block {
  /** Milliseconds since the epoch. */
  start: number;
  seconds: number;
  /** Name of the weight that was in effect; another name is a new weight. */
  stage: string;
  /** The candidate's share that was asked for, 0 to 1. */
  share?: number;
  /** The candidate's instances are warming up: counted for limits and total outage only. */
  warmup?: boolean;
  /** Cut short, or with sides that were sampled unevenly: counted for everything but the split. */
  partial?: boolean;
  /** By metric name; a metric without an entry was absent. */
  counts: Record<string, SideCounts>;
  /** By metric name: it stays with the block, so that folding a report's blocks again gives the same evidence. */
  weighed?: Record<string, Weighed>;
  problems?: Problem[];
}

/** Everything that the verdict remembers of a release: plain JSON, a few kilobytes for each metric or edge. */
export interface VerdictState {
  /** Blocks so far, data or not. */
  blocks: number;
  metrics: Record<string, MetricState>;
  stage?: StageState;
  newest?: NewestBlock;
}

/** What is known of one metric, for people and for the report. */
export interface MetricSummary {
  name: string;
  required: boolean;
  /** How the newest block was weighed, where that was not by the metric's own figures. */
  weighed?: Weighed;
  /** How its burst divisor is known; put in by who watches. */
  calibration?: Calibration;
  /** The blocks of the present weight that moved evidence. */
  stage: Tally;
  /** Every block of the release, warm-up included. */
  overall: Tally;
  /** Bad over total at the present weight, by edge (one entry without edges); null without requests. */
  rates: { candidate: (number | null)[]; stable: (number | null)[] };
  /** ln E_harm, before the metric's weight. */
  harmLogE: number;
  /** The metric's part of the release's evidence of harm, 0 to 100: its weight times E_harm, in hundredths of 1/alpha. */
  harmEvidence: number;
  /** The candidate's bad rate is above the metric's floor, so that the part counts. */
  aboveFloor: boolean;
  /** ln E_safe at the present weight, the minimum over the judged edges; null when none is judged. */
  safeLogE: number | null;
  /** The negative control: ln E_control and whether it has broken the noise model; null where it is not run. */
  control: { logE: number; broken: boolean } | null;
  /** Only of a latency metric: ln of the evidence that more requests are fast than the margin explains. */
  fasterLogE?: number;
  /** Proven safe at the present weight, by comparison or, without a stable side, by the limit. */
  proven: boolean;
  /** In seconds, in the order of the bad counts and rates; none of an error metric, `[0]` until they are chosen. */
  edges: number[];
  /** Edges, in seconds, that too few requests are expected to pass. */
  leftOut: number[];
  /** Not worse than this many times the stable side throughout the blocks seen; null when nothing is excluded. */
  exclusionBound: number | null;
  /** The candidate's bad rate was not above this throughout the blocks seen; 1 is no bound. */
  rateBound: number;
  /** The evidence has turned: the two bounds must not be shown as true any more. */
  withdrawn: boolean;
  /**
   * Only with a limit: ln of the evidence of being above it, the metric's part of that from 0 to 100 as in
   * `harmEvidence`, which no floor holds back, and, at the present weight, ln of the evidence of being below it.
   */
  limit?: { harmLogE: number; harmEvidence: number; safeLogE: number };
  /** Expected seconds until proven safe, 0 when it is; left out when it is not expected. */
  secondsUntilSafe?: number;
}
