import { shownText } from './line.ts';

/** Prints for a program: one JSON object a line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints lines for people. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Says something on stderr that is no part of the result. */
export function say(text: string): void {
  process.stderr.write(`${shownText(text)}\n`);
}

/** Columns that a line may have: the terminal's width. Without a terminal nothing is cut: logs keep the whole reason. */
export function outputWidth(): number {
  return process.stdout.isTTY ? Math.max(40, process.stdout.columns) : Infinity;
}
