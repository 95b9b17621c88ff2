/** Sums and special functions of numbers kept as natural logs, so that nothing over- or underflows. */

/** ln of the sum of exp over `logs`; minus infinity for an empty list. */
export function logSumExp(logs: readonly number[]): number {
  let largest = -Infinity;
  for (const log of logs) if (log > largest) largest = log;
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - largest);
  return largest + Math.log(sum);
}

/** ln of the sum of two numbers. */
export function logAdd(a: number, b: number): number {
  const difference = a - b;
  if (Number.isNaN(difference)) return a; // Both are minus infinity.
  return difference > 0 ? a + Math.log1p(Math.exp(-difference)) : b + Math.log1p(Math.exp(difference));
}

/** ln of the mean of exp over `logs`, which must not be empty. */
export function logMeanExp(logs: readonly number[]): number {
  return logSumExp(logs) - Math.log(logs.length);
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0, by Stirling's series after a shift to 15 or more; relative error about 1e-15. */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < 15) {
    product *= shifted;
    shifted += 1;
  }
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + beyond15(shifted) - Math.log(product)
  );
}

/** What Stirling's formula for ln n! lacks: ln n! - (n + 1/2) ln n + n - ln(2π)/2, for n > 0. */
export function stirlingError(n: number): number {
  return n < 15 ? logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI : beyond15(n);
}

/** Stirling's series, exact to a double from 15 on. */
function beyond15(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  return (
    inverse *
    (1 / 12 -
      square *
        (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360)))))
  );
}
