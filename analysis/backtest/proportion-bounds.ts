import { logBinomial } from '../log-binomial.ts';

/** What both bounds together miss, at most. */
const MISSED = 0.05;

/**
 * Between which shares the true one lies, 95 % sure, when `count` of `runs` came out (Clopper and Pearson: exact,
 * whatever the share is).
 */
export function proportionBounds(count: number, runs: number): { low: number; high: number } {
  return {
    low: count === 0 ? 0 : solve((share) => 1 - atMost(count - 1, runs, share) - MISSED / 2),
    high: count === runs ? 1 : solve((share) => MISSED / 2 - atMost(count, runs, share)),
  };
}

/** The chance that at most `count` of `runs` come out. */
function atMost(count: number, runs: number, share: number): number {
  if (share <= 0) return 1;
  if (share >= 1) return count >= runs ? 1 : 0;
  let sum = 0;
  for (let k = 0; k <= count; k += 1) sum += Math.exp(logBinomial(k, runs - k, share));
  return Math.min(1, sum);
}

/** Where a function that rises from below 0 to above it crosses 0, between 0 and 1. */
function solve(rising: (share: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
