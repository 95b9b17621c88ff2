import type { Milliseconds } from '../../config/plan.ts';
import type { RawReading } from './read-metrics.ts';

/** All metrics, read for one moment. */
export interface Moment {
  /** Milliseconds since the epoch, by the block clock. */
  at: number;
  /** When it was read; left out: at that moment. */
  now?: number;
  raw: Map<string, RawReading>;
  /** How the histograms stood so long before whose edges are yet to be chosen. */
  before?: { length: Milliseconds; raw: Map<string, RawReading> };
}
