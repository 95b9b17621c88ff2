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

/** ln of a block's factor for the alternative `relative`, whose log is at hand since it never changes. */
type LogFactor = (relative: number, logRelative: number) => number;

const NOTHING: LogFactor = () => 0;

/**
 * ln of a block's factor for the alternative that the true ratio is `relative * margin` (verdict.md §2): the
 * likelihood ratio of a binomial share, tempered by the burst divisor. 0 when either side has no requests.
 */
export function logFactor(pair: Pair, against: Null, relative: number): number {
  return logFactors(pair, against)(relative, Math.log(relative));
}

/** The same for one alternative after the other: every block of a release is weighed by about a hundred. */
export function logFactors(pair: Pair, { margin, negligible, burstDivisor }: Null): LogFactor {
  const { candidate, stable, candidateBad, stableBad } = pair;
  if (!(candidate > 0) || !(stable > 0)) return NOTHING;
  return (relative, logRelative) => {
    const ratio = relative * margin;
    // ln D by log1p: D is close to 1 where the candidate's share is small, and counts reach 10^9.
    const logD = Math.log1p(((margin - ratio) * candidate) / (ratio * candidate + stable));
    const logA = logRelative + logD;
    const granted = negligible === 0 ? 0 : -candidate * negligible * Math.expm1(logA);
    return (candidateBad * logA + stableBad * logD + granted) / burstDivisor;
  };
}
