/** One table of a bench, and what in it goes against a bound. */
export interface Section {
  title: string;
  columns: string[];
  rows: string[][];
  breaches: string[];
}

/** A section as text: columns as wide as they need to be. */
export function asText({ title, columns, rows }: Section): string {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [title, '', line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}
