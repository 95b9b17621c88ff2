import type { Counts } from '../types.ts';
import { drawBinomial, type Random } from './random.ts';

/**
 * Gives each request of one side to the candidate with the chance `share`, and the rest to the stable side. Bad
 * requests, and of a latency metric the slow ones of each edge, fall in clumps of `clump` that stay together: a retry
 * storm, one client or one instance is on one side.
 */
export function thin(
  { total, bad }: Counts,
  share: number,
  clump: number,
  random: Random,
): { candidate: Counts; stable: Counts } {
  // What is slower than one edge is slower than those below it too, so that each request is in one class only.
  const classes = bad.map((count, i) => Math.max(0, count - (bad[i + 1] ?? 0)));
  const drawn = classes.map((count) => drawClumps(random, count, share, clump));
  const candidateBad = drawn.map((_, i) => sum(drawn.slice(i)));
  const fine = drawBinomial(random, Math.max(0, total - (bad[0] ?? 0)), share);
  const candidate = { total: fine + (candidateBad[0] ?? 0), bad: candidateBad };
  return {
    candidate,
    stable: {
      total: Math.max(0, total - candidate.total),
      bad: bad.map((count, i) => Math.max(0, count - (candidateBad[i] ?? 0))),
    },
  };
}

function drawClumps(random: Random, count: number, share: number, clump: number): number {
  const size = Math.max(1, Math.round(clump));
  const whole = Math.floor(count / size);
  const rest = count - whole * size;
  return size * drawBinomial(random, whole, share) + (random() < share ? rest : 0);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
