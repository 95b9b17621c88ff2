/** The bound on evidence against a candidate is on the sum over its metrics, not on each (verdict.md §5). Pure. */

/** A metric's part of it, each of 100; `undefined` and `null`: none. */
interface Evidence {
  name: string;
  aboveFloor: boolean;
  harmEvidence: number | null;
  limit?: { harmEvidence?: number | null | undefined } | null;
}

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
export function sumOfEvidence(evidence: readonly Evidence[], against: 'harm' | 'limit'): Sum {
  const parts = evidence.flatMap(({ name, aboveFloor, harmEvidence, limit }) => {
    if (against === 'harm') return aboveFloor ? [{ name, part: harmEvidence ?? 0 }] : [];
    const part = limit?.harmEvidence;
    return typeof part === 'number' ? [{ name, part }] : [];
  });
  const [most] = parts.toSorted((a, b) => b.part - a.part);
  return {
    points: parts.reduce((sum, { part }) => sum + part, 0),
    metrics: parts.length,
    ...(most === undefined ? {} : { most }),
  };
}
