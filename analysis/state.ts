import type { ExclusionState } from './exclusion.ts';
import type { HarmState } from './harm.ts';
import type { Tempered } from './limit.ts';
import type { SplitState } from './mismatch.ts';
import type { SafeState } from './safe.ts';
import type { Counts, Problem, Weighed } from './types.ts';

/** Both sides' requests over several blocks; `bad` lists have one entry, or one for each edge. */
export interface Tally {
  candidate: Counts;
  stable: Counts;
}

/** The processes of a metric without edges, or of one edge. */
export interface EdgeState {
  harm: HarmState;
  /** Begun afresh at every weight. */
  safe: SafeState;
  exclusion: ExclusionState;
  /** The candidate's requests, for the rate bound. */
  rate: Tempered;
}

/** A limit's evidence, warm-up included. */
export interface LimitState {
  all: Tempered;
  /** Since the present weight was set. */
  stage: Tempered;
  /** The candidate has been proven below the limit since the present weight was set. */
  proven: boolean;
}

/** The negative control of one bad count: the harm process between two halves of the stable instances. */
export interface ControlState {
  aOverB: HarmState;
  bOverA: HarmState;
}

/** All that is known of one metric. */
export interface MetricState {
  /** One entry, or one for each edge. */
  edges: EdgeState[];
  /** Every block, warm-up included. */
  overall: Tally;
  /** The blocks of the present weight that moved evidence. */
  stage: Tally;
  /** Blocks in `stage` in which the candidate had requests. */
  stageBlocks: number;
  /** The candidate's counts in the last six blocks that moved evidence and had any, over all weights. */
  recent: Counts[];
  /** Requests of both sides together in the last six blocks that have both, warm-up included. */
  traffic: { requests: number; seconds: number }[];
  /** E_safe has reached 1/beta since the present weight was set. */
  proven: boolean;
  /** Excluded ratios, in the order of `EXCLUSION_RATIOS`. */
  excluded: boolean[];
  /** The candidate's bad rate is not above this, throughout the blocks seen; 1 is no bound. */
  rateBound: number;
  /** Only for metrics with a limit, from the first block that has one. */
  limit?: LimitState;
  /** How the newest block was weighed where that was not by the metric's own figures. */
  weighed?: Weighed;
  /** The candidate's warm-up requests; only for error metrics. */
  outage?: Tempered;
  /** One entry, or one for each edge; only from the first block on that has halves. */
  control?: ControlState[];
  /** Requests faster than the lowest edge; only for latency metrics. */
  faster?: HarmState;
}

/** The present weight. */
export interface StageState {
  name: string;
  share?: number;
  /** Milliseconds since the epoch: where its first block begins, and where its newest ends. */
  start: number;
  end: number;
  /** Blocks that moved evidence, and their seconds. */
  blocks: number;
  seconds: number;
  /** Only where blocks carry a share. */
  split?: SplitState;
}

/** What the newest block said about itself. */
export interface NewestBlock {
  warmup: boolean;
  problems: Problem[];
  /** Metrics without candidate counts. */
  absent: string[];
}
