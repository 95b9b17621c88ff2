/** One line of a metrics page. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  /** May be NaN or infinite, as the page says. */
  value: number;
}

/** Samples of one page. Each takes some hundred bytes, and several pages are kept at a time. */
const MOST_SAMPLES = 100_000;

const nameAt = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelAt = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(,|(?=\}))/y;
const valueAt = /[ \t]*([^ \t]+)(?:[ \t]+-?\d+)?[ \t]*$/y;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a page in Prometheus' text format, version 0.0.4. Comments, types and time stamps are passed over.
 * Throws a sentence with the line's number when a line is anything else, and when there are more than 100,000
 * samples: a page that is understood in part must not pass for evidence.
 */
export function parseExposition(page: string): Sample[] {
  const start = page.trimStart();
  if (/^[<{[]/.test(start)) {
    throw new Error(
      `The answer is ${start.startsWith('<') ? 'HTML or XML' : 'JSON'}, not Prometheus' text format.`,
    );
  }
  const samples: Sample[] = [];
  let index = 0;
  for (const raw of linesOf(page)) {
    index += 1;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const sample = parseLine(line);
    if (!sample) throw new Error(`Line ${index} is not in Prometheus' text format: ${line.slice(0, 120)}`);
    samples.push(sample);
    if (samples.length > MOST_SAMPLES) throw new Error(`It has more than ${MOST_SAMPLES} samples.`);
  }
  return samples;
}

/** The lines one by one: millions of empty ones would take more memory than the page itself. */
function* linesOf(page: string): Generator<string> {
  for (let start = 0; start <= page.length;) {
    const found = page.indexOf('\n', start);
    const end = found < 0 ? page.length : found;
    yield page.slice(start, end);
    start = end + 1;
  }
}

function parseLine(line: string): Sample | undefined {
  const text = line.trimStart();
  const name = take(nameAt, text, 0);
  if (!name) return undefined;
  const labels: Record<string, string> = {};
  let at = skipBlanks(text, name.end);
  if (text[at] === '{') {
    at = skipBlanks(text, at + 1);
    while (text[at] !== '}') {
      const label = take(labelAt, text, at);
      const [key, value] = label?.groups ?? [];
      if (!label || key === undefined || value === undefined || key in labels) return undefined;
      labels[key] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
      at = skipBlanks(text, label.end);
    }
    at += 1;
  }
  const value = number(take(valueAt, text, at)?.groups[0]);
  return value === undefined ? undefined : { name: name.text, labels, value };
}

/** Matches a sticky expression at a place. */
function take(
  expression: RegExp,
  text: string,
  at: number,
): { text: string; groups: (string | undefined)[]; end: number } | undefined {
  expression.lastIndex = at;
  const match = expression.exec(text);
  return match ? { text: match[0], groups: match.slice(1), end: expression.lastIndex } : undefined;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

function number(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return NaN;
  return decimal.test(text) ? Number(text) : undefined;
}
