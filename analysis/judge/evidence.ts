import type { Calibration } from '../calibration.ts';
import type { Question } from '../decide-at.ts';
import type { RampSettings } from '../ramp/allowed.ts';
import type { RampPosition } from '../ramp/decide-ramp.ts';
import type { Block, Metric, Settings } from '../types.ts';
import type { Course } from './course.ts';

/** Something that the watch of a release found in its evidence, and that the release acted on. */
export interface Decision extends Question {
  /** Milliseconds since the epoch. */
  at: number;
  /** Number of the newest block then, from 0; null before the first one. */
  block: number | null;
  /** Index of the step in the plan. */
  step?: number;
  kind: 'pass' | 'fail' | 'inconclusive' | 'hold';
  reason: string;
  message: string;
  blame?: string;
  /** The ramp that asked, and where it stood. `maxUntil` is its end, milliseconds since the epoch. */
  ramp?: { asked: RampSettings; position: Omit<RampPosition, 'deadlinePassed'>; maxUntil: number };
  /** It rests on something else than the counts, such as instances that are not ready, or a rule. */
  beside: boolean;
}

/** How metrics were calibrated from a time on, by name. */
export interface StageCalibrations {
  /** The weight that was in effect. */
  stage: string;
  /** Milliseconds since the epoch. */
  at: number;
  metrics: Record<string, Calibration>;
}

/** What was asked of the router, and what came of it. Shares are in basis points, times milliseconds since the epoch. */
export interface Weight {
  step?: number;
  asked: number;
  /** When the router was found to have loaded it. */
  effectiveAt: number;
  /** What the requests right after it said: `proven`, `unproven`, `no-traffic`, `more` or `late`. */
  seen?: string;
  observed?: number;
  /** Of the first metric, over all blocks of this weight. */
  requests?: { candidate: number; stable: number };
}

/** All that a release was judged by, and what was found: enough to judge it again with the same result. */
export interface Evidence {
  /** Left out when the candidate got no traffic. */
  metrics?: Metric[];
  settings?: Settings;
  blocks: Block[];
  calibrations: StageCalibrations[];
  decisions: Decision[];
  weights: Weight[];
  /** How long it took to each bound, by metric. */
  course: Record<string, Course>;
}
