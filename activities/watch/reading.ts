import type { Slot } from '../../config/plan.ts';

/** Cumulative values by series. */
export type Values = Record<string, number>;

/** What one slot's series said at one moment. */
export interface SlotReading {
  /** Every request. */
  total: Values;
  /** The bad requests; or, of a histogram, those not slower than each edge, in the order of the edges. */
  parts: Values[];
}

/** One metric at one moment, both slots together. A slot without series is left out. */
export interface MetricReading {
  /** Milliseconds since the epoch. */
  at: number;
  processStartedAt?: number;
  slots: Partial<Record<Slot, SlotReading>>;
}
