/** What a release is forecast for. */
export interface Traffic {
  /** Requests a second of both sides together. */
  perSecond: number;
  /** By metric, the stable side's bad rates, 0 to 1: one, or one for each edge. A metric without any is left out. */
  rates: Record<string, number[]>;
  /** Where the figures come from, as part of a sentence: `given`. */
  origin: string;
}
