import type { StableInterval } from '../calibration/stable-sums.ts';
import type { Metric, Settings } from '../types.ts';

/** The stable side's own past, in base intervals that follow each other. */
export interface StablePast {
  /** Milliseconds since the epoch. */
  start: number;
  /** Length of an interval in seconds. */
  interval: number;
  /** By metric name; undefined is an interval that could not be read. */
  metrics: Readonly<Record<string, readonly (StableInterval | undefined)[]>>;
}

/** A weight at which a candidate is baked; times in seconds. */
export interface Stage {
  /** 0 to 1. */
  share: number;
  until: 'safe' | 'elapsed';
  minRequests: number;
  min: number;
  max: number;
}

/** How the past is played as releases. */
export interface BacktestTerms {
  metrics: readonly Metric[];
  /** Divisors that the service file gives, by metric; the others are calibrated at each start. */
  given: Readonly<Record<string, number>>;
  settings: Settings;
  stages: readonly Stage[];
  /** Base intervals in a block, where the service file fixes it. */
  blockIntervals?: number;
  /** In seconds: what comes before it is not judged. */
  warmup: number;
  /** The first and the last interval at which a release may begin. */
  first: number;
  last: number;
  /** Intervals before a start that it is calibrated on. */
  calibration: number;
}
