/** What one block of one metric or edge says: requests and bad requests of both sides. */
export interface Pair {
  candidate: number;
  candidateBad: number;
  stable: number;
  stableBad: number;
}

/** The null "p_c = margin p_s + negligible" that a block is weighed against, and its burst divisor. */
export interface Null {
  margin: number;
  negligible: number;
  burstDivisor: number;
}

/**
 * ln of a block's factor for the alternative that the true ratio is `relative * margin` (verdict.md §2): the
 * likelihood ratio of a binomial share, tempered by the burst divisor. 0 when either side has no requests.
 */
export function logFactor(pair: Pair, against: Null, relative: number): number {
  const { candidate, stable } = pair;
  if (!(candidate > 0) || !(stable > 0)) return 0;
  const { margin, negligible, burstDivisor } = against;
  const ratio = relative * margin;
  // ln D by log1p: D is close to 1 where the candidate's share is small, and counts reach 10^9.
  const logD = Math.log1p(((margin - ratio) * candidate) / (ratio * candidate + stable));
  const logA = Math.log(relative) + logD;
  const granted = negligible === 0 ? 0 : -candidate * negligible * Math.expm1(logA);
  return (pair.candidateBad * logA + pair.stableBad * logD + granted) / burstDivisor;
}
