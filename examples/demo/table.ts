import type { Row } from './outcome.ts';

const columns: [title: string, cell: (row: Row) => string][] = [
  ['release', ({ id }) => id],
  ['outcome', ({ outcome }) => outcome],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
  ['candidate requests', ({ candidateRequests }) => String(candidateRequests)],
  ['bad responses served', ({ badServed }) => String(badServed)],
  ['requests dropped', ({ dropped }) => String(dropped)],
];

/** The releases as lines of a table: words to the left, numbers to the right. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const lines = cells.map((line) =>
    line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  return lines.join('\n');
}
