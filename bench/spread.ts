/** What was measured several times, as a cell of a table: the median, and from the least to the most. Milliseconds. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  const sorted = values.toSorted((a, b) => a - b);
  return `${seconds(middleOf(sorted))} s (${seconds(sorted[0])} to ${seconds(sorted.at(-1))})`;
}

/** The median alone, as a cell of a table. Milliseconds. */
export function middle(values: readonly number[]): string {
  return values.length === 0 ? '' : `${seconds(middleOf(values.toSorted((a, b) => a - b)))} s`;
}

function middleOf(sorted: readonly number[]): number | undefined {
  return sorted[Math.floor(sorted.length / 2)];
}

function seconds(milliseconds = Number.NaN): string {
  return (milliseconds / 1000).toFixed(2);
}
