/** What a measuring of a lane's traffic is asked, and what it answers. */
import type { Milliseconds, Plan } from '../config/plan.ts';
import type { Placement } from './messages.ts';

export interface MeasureInput {
  schemaVersion: 1;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  plan: Plan;
  live: Placement;
  /** How long sources without history are watched. */
  watched: Milliseconds;
}

/** What the live side does, as one metric counts it. */
export interface MeasuredMetric {
  /** `history`: read from what the source keeps. `watched`: seen since the measuring began. */
  by: 'history' | 'watched';
  /** The time that was counted, in milliseconds. */
  seen: Milliseconds;
  requests: number;
  /** One count, or one for each edge. */
  bad: number[];
  /** In seconds. */
  edges?: number[];
  /** Why it is not more, as part of a sentence. */
  lacking?: string;
  burstDivisor: number;
  method: 'pairs' | 'halves' | 'assumed' | 'given';
}

export interface Measured {
  /** When it ended, milliseconds since the epoch. */
  at: number;
  /** How long a release's blocks would be. */
  block: Milliseconds;
  metrics: Record<string, MeasuredMetric>;
}
