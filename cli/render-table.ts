import { line } from './line.ts';
import type { Paint } from './paint.ts';

/** Rows under headings, in columns as wide as their longest cell; lines are cut at `width`. */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
): string[] {
  const columns = headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const padded = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(columns[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(width, paint, { style: 'dim', text: padded(headings) }),
    ...rows.map((row) => line(width, paint, padded(row))),
  ];
}
