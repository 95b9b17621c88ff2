/** What a release is forecast for. */
export interface Traffic {
  /** Requests a second of both sides together. */
  perSecond: number;
  /** By metric, the stable side's bad rates, 0 to 1: one, or one for each edge. A metric without any is left out. */
  rates: Record<string, number[]>;
  /** Where the figures come from, as part of a sentence: `given`, or `measured over 6h until 14:02:07Z`. */
  origin: string;
  /** Only where it was measured: how long blocks would be, in seconds. */
  block?: number;
  /** Only of metrics for which it was measured or is given. */
  burstDivisors?: Record<string, number>;
  /** Why a metric has no rates, as part of a sentence. */
  lacking?: Record<string, string>;
}
