/** What one sample is counted as. */
export interface Counted {
  part: string;
  /** The column beside that of all; there need not be one. */
  column?: string;
}

/** A part below this share of all is told with all others that are. */
const LEAST = 0.01;
const ELSE = 'all else';
const WHOLE = 'all of it';

/**
 * Rows of a table: each part with its share of all samples, by the columns and in all, the largest first; then what is
 * left, and the whole. Pure.
 */
export function shares(samples: readonly Counted[], columns: readonly string[] = []): string[][] {
  const byPart = Map.groupBy(samples, ({ part }) => part);
  const parts = [...byPart].toSorted(([, a], [, b]) => b.length - a.length);
  const large = parts.filter(([, { length }]) => length >= LEAST * samples.length);
  const small = parts.filter((each) => !large.includes(each)).flatMap(([, some]) => some);
  const rows = [...large, ...(small.length === 0 ? [] : [[ELSE, small] as const]), [WHOLE, samples] as const];
  return rows.map(([name, some]) => {
    const within = columns.map((each) => some.filter(({ column }) => column === each).length);
    return [name, ...within.map((count) => told(count, samples.length)), told(some.length, samples.length)];
  });
}

/** Nothing is told of nothing. */
function told(count: number, whole: number): string {
  return count === 0 ? '' : `${((100 * count) / whole).toFixed(1)} %`;
}
