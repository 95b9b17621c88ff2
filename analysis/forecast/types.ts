/** What a release is expected to meet: its figures before it begins, as the plan and the traffic give them. */
import type { RampSettings } from '../ramp/allowed.ts';
import type { Metric } from '../types.ts';

/** A metric with what is known of its stable side. */
export interface ExpectedMetric extends Pick<
  Metric,
  'name' | 'weight' | 'margin' | 'safeMargin' | 'negligible' | 'burstDivisor' | 'required' | 'floor'
> {
  /** The stable side's bad rates, 0 to 1: the only one of an error metric, else one for each edge that is known. */
  rates: number[];
  /** How many edges share its evidence of harm; left out of an error metric. */
  edges?: number;
}

/** What holds for the whole release. Times are in seconds. */
export interface Circumstances {
  alpha: number;
  beta: number;
  /** Blocks up to the deadline, as `plannedBlocks` of the verdict's settings. */
  plannedBlocks: number;
  /** Requests a second, both sides together. */
  perSecond: number;
  block: number;
  /** Evidence is set aside for so long after the candidate first gets traffic. */
  warmup: number;
  /** Between a change of weight and the first block. */
  settle: number;
  /** How late what was counted can be read. */
  lag: number;
  /** From a fail until the candidate gets no request any more. */
  undo: number;
}

/** A stretch of watching at a weight. */
export interface ExpectedBake {
  /** Index of the step in the plan. */
  step: number;
  until: 'safe' | 'elapsed';
  /** In seconds. */
  min: number;
  max: number;
  minRequests: number;
}

/** A weight between 0 and 1 and what is done at it. */
export interface ExpectedWeight {
  kind: 'weight';
  /** Index of the step that sets it. */
  step: number;
  /** The candidate's share, above 0 and below 1. */
  share: number;
  bakes: ExpectedBake[];
}

/** A ramp. */
export interface ExpectedRamp extends RampSettings {
  kind: 'ramp';
  /** Index of the step in the plan. */
  step: number;
  /** In seconds. */
  max: number;
}

/** A part of a release in which both sides serve. */
export type ExpectedStage = ExpectedWeight | ExpectedRamp;

/** How many times as bad the candidate is as the stable side, or that it fails every request. */
export type Fault = number | 'all';

/** The faults that a forecast tells of (verdict.md §7). */
export const FAULTS: readonly Fault[] = [1.5, 2, 5, 10, 'all'];
