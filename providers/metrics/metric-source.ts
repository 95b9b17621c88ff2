import type { Milliseconds, Slot } from '../../config/plan.ts';
import type { SourceQuery } from '../../config/sources/index.ts';

/** One cumulative series with its samples in the order of time. */
export interface Series {
  labels: Record<string, string>;
  samples: { at: number; value: number }[];
}

/** The answer for one slot. An empty list of series is not an error: nothing matched. */
export interface CounterAnswer {
  series: Series[];
  /** When the process that counts started, milliseconds since the epoch, where the source tells. */
  processStartedAt?: number;
}

/** A stretch of time, milliseconds since the epoch. A source without history answers with its state at `to` only. */
export interface TimeRange {
  from: number;
  to: number;
}

/**
 * A metric source hands out raw cumulative samples, never rates, so that resets and gaps are handled in one
 * place. Calls with the same `to` share one read where the source can do that, so both sides are of one moment.
 */
export interface MetricSource {
  /**
   * The past can be read by absolute time. Such a source answers for each series with every sample from the last
   * one at or before `from` up to `to`, so that resets inside the range and series that are new in it can be seen.
   */
  history: boolean;
  /** How long after a moment its samples are complete: a range that ends later than this ago may still grow. */
  lag: Milliseconds;
  counters(query: SourceQuery, slot: Slot, range: TimeRange, signal: AbortSignal): Promise<CounterAnswer>;
  /** Throws with a sentence that says what is wrong when the source does not answer. */
  health(signal: AbortSignal): Promise<void>;
}
