/** What is learnt of the stable side before the first shift, and what the activity that learns it is asked for. */
import type { StableSums } from '../../analysis/calibration/stable-sums.ts';
import type { Counts } from '../../analysis/types.ts';
import type { AnalysisConfig, MetricConfig, Milliseconds, Slot } from '../../config/plan.ts';
import type { Place } from '../types.ts';
import type { Halving } from '../watch/halving.ts';

/** How far back the stable side is looked at (verdict.md §6). */
export const PAST: Milliseconds = 6 * 3_600_000;

export interface CalibrateRequest {
  place: Place;
  release: string;
  metrics: MetricConfig[];
  analysis: AnalysisConfig;
  /** The slot of the stable side. */
  stable: Slot;
  /** What runs in each slot, for queries that name the version. */
  versions: Partial<Record<Slot, string>>;
  /** It answers at this time at the latest, milliseconds since the epoch. */
  until: number;
}

/** The stable side's past of one metric: of constant size, however much was read. */
export interface MetricPast {
  /** `history`: read from what the source keeps. `watched`: seen since the release began. */
  by: 'history' | 'watched';
  sums: StableSums;
  /** The time that was counted, in milliseconds. */
  seen: Milliseconds;
  requests: number;
  /** Why it is not more, as part of a sentence; left out where it is all that was asked for. */
  lacking?: string;
  /** The edges of a latency metric in seconds, where they could be chosen. */
  edges?: number[];
  /** How long 99 of 100 requests take at most, by the buckets of a latency metric. */
  p99?: Milliseconds;
  /** The instances of the stable side, where the source tells them apart. */
  halving?: Halving;
  /** What each of these instances counted, all over the same time. */
  instances?: Record<string, Counts>;
}

/** By metric name. */
export type Past = Record<string, MetricPast>;
