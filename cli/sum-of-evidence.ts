/** The bound on evidence against a candidate is on the sum over its metrics, not on each (verdict.md §5). Pure. */
import type { MetricEvidence } from '../api/wire/evidence.ts';

/** What the metrics have come to together. */
export interface Sum {
  /** Of 100, which is the bound. A part is told as 100 however far over that it is, so it may be more. */
  points: number;
  /** How many metrics are in it. */
  metrics: number;
  /** The largest part, and whose it is; absent without any. */
  most?: { name: string; part: number };
}

/** Sums the evidence of harm, which does not count below a metric's floor, or of being above limits. */
export function sumOfEvidence(evidence: readonly MetricEvidence[], against: 'harm' | 'limit'): Sum {
  const parts = evidence.flatMap(({ name, aboveFloor, harmEvidence, limit }) => {
    if (against === 'harm') return aboveFloor ? [{ name, part: harmEvidence ?? 0 }] : [];
    return limit?.harmEvidence === undefined ? [] : [{ name, part: limit.harmEvidence }];
  });
  const [most] = parts.toSorted((a, b) => b.part - a.part);
  return {
    points: parts.reduce((sum, { part }) => sum + part, 0),
    metrics: parts.length,
    ...(most === undefined ? {} : { most }),
  };
}
