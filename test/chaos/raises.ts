import type { Written } from '../kill/written-files.ts';

/** How many weights above 0 a release has given its candidate at the router, so far. Pure. */
export function raisesOf(seen: readonly Written[], release: number): number {
  const begin = seen.findIndex(({ stamp }) => stamp?.release === release);
  const [before, first] = [seen[begin - 1]?.split, seen[begin]?.split];
  if (begin < 0 || !first) return 0;
  const candidate = first.blue > (before?.blue ?? 0) ? 'blue' : 'green';
  const own = seen.filter(({ stamp }) => stamp?.release === release);
  const weights = own.map(({ split }) => split?.[candidate] ?? 0);
  return new Set(weights.filter((weight) => weight > 0)).size;
}
