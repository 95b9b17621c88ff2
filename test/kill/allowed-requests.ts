/** What may go wrong by chance, for each stretch between two writes. */
const level = 1e-6;

/**
 * How many of `total` requests a side with this weight (basis points) may get: what a binomial count exceeds once
 * in a million times, plus what it gets in one cycle of the router's weighted round robin, which begins anew at
 * each change. Pure.
 */
export function allowedRequests(total: number, weight: number): number {
  if (weight >= 10_000) return total;
  return binomialBound(total, weight / 10_000) + weight / greatestDivisor(weight, 10_000);
}

/** The least k that a binomial count exceeds with a probability of at most `level`. */
function binomialBound(total: number, share: number): number {
  if (share === 0) return 0;
  // In logarithms, since the chance of no request at all is below the smallest number for large totals.
  let log = total * Math.log1p(-share);
  let below = Math.exp(log);
  let count = 0;
  while (1 - below > level && count < total) {
    count += 1;
    log += Math.log((total - count + 1) / count) + Math.log(share / (1 - share));
    below += Math.exp(log);
  }
  return count;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
