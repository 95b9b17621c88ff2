import { median } from './verdict/figures.ts';

/** What was measured several times, as a cell of a table: the median, and from the least to the most. Milliseconds. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${seconds(median(values))} s (${seconds(least)} to ${seconds(most)})`;
}

/** The median alone, as a cell of a table. Milliseconds. */
export function middle(values: readonly number[]): string {
  return values.length === 0 ? '' : `${seconds(median(values))} s`;
}

function seconds(milliseconds = Number.NaN): string {
  return (milliseconds / 1000).toFixed(2);
}
