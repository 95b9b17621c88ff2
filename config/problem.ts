/** What is wrong in a file that somebody wrote, where it is, and how it is shown. */

/** One thing that is wrong in a file. */
export interface Problem {
  file: string;
  /** Line and column count from 1; both are 0 when the problem is the file itself. */
  line: number;
  column: number;
  /** Where it is in the document, such as `environments.production.steps[3].shift`; empty for the whole. */
  path: string;
  message: string;
  /** What would have been right, to follow the word "expected". */
  expected?: string;
  /** One thing to do about it. */
  hint?: string;
  /** The offending line, credentials in URLs masked; left out when it is very long. */
  text?: string;
}

/** A value that was read from a file, or everything that is wrong with the file. */
export type Loaded<T> = { value: T } | { problems: Problem[] };

/** Characters of a line shown beside the offending column. */
const EXCERPT_WIDTH = 120;

const CONTROL = /\p{Cc}/gu;

/**
 * One problem as one line: `file:line:column: what is wrong at path; expected …; hint`. It may repeat words
 * of the file, so control characters are blanked before a terminal gets them.
 */
export function describeProblem(problem: Problem): string {
  const place = problem.line === 0 ? '' : `:${problem.line}:${problem.column}`;
  const at = problem.path === '' ? '' : ` at ${problem.path}`;
  const expected = problem.expected === undefined ? '' : `; expected ${problem.expected}`;
  const hint = problem.hint === undefined ? '' : `; ${problem.hint}`;
  return `${problem.file}${place}: ${problem.message}${at}${expected}${hint}`.replace(CONTROL, ' ');
}

/** Problems as text for a terminal: a line each, below it the offending line and a caret. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map((problem) => [describeProblem(problem), ...excerpt(problem)].join('\n')).join('\n');
}

/** Problems in the order in which a reader meets them: by file, then by position. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/** A problem of a file as a whole, such as one that does not exist. */
export function fileProblem(file: string, message: string, expected?: string): Problem {
  return { file, line: 0, column: 0, path: '', message, ...(expected === undefined ? {} : { expected }) };
}

/** The offending line, cut around the column, and a caret. */
function excerpt({ text, column }: Problem): string[] {
  if (text === undefined) return [];
  const from = Math.max(0, column - 1 - EXCERPT_WIDTH / 2);
  const shown = text.slice(from, from + EXCERPT_WIDTH).replace(CONTROL, ' ');
  return [`  ${shown}`, `  ${' '.repeat(column - 1 - from)}^`];
}
