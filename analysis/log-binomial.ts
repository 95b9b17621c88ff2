import { stirlingError } from './log-space.ts';

/**
 * ln of the chance that so many of all trials hit and so many miss, each hitting with `chance`, above 0 and below 1.
 * The form is C. Loader's (2000): it never subtracts large numbers that are nearly alike, so that it keeps its digits
 * at 10^9 trials, where ln of the factorials keeps six.
 */
export function logBinomial(hits: number, misses: number, chance: number): number {
  const trials = hits + misses;
  if (hits === 0) return trials * Math.log1p(-chance);
  if (misses === 0) return trials * Math.log(chance);
  return (
    stirlingError(trials) -
    stirlingError(hits) -
    stirlingError(misses) -
    deviance(hits, trials * chance) -
    deviance(misses, trials * (1 - chance)) -
    0.5 * Math.log((2 * Math.PI * hits * misses) / trials)
  );
}

/** x ln(x / mean) + mean - x; where both are close, by the series of its logarithm. */
function deviance(x: number, mean: number): number {
  const off = (x - mean) / (x + mean);
  if (!(Math.abs(off) < 0.1)) return x * Math.log(x / mean) + mean - x;
  const square = off * off;
  let sum = (x - mean) * off;
  let power = 2 * x * off;
  for (let odd = 3; ; odd += 2) {
    power *= square;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
