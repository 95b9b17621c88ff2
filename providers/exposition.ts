/** One line of a metrics page. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite, as the page says. */
  value: number;
}

/** Samples of one page. Each takes some hundred bytes, and several pages are kept at a time. */
const MOST_SAMPLES = 100_000;

/** What the lines of a page begin with, up to the brace that closes their labels: names and labels hardly change. */
export type Heads = Map<string, Pick<Sample, 'name' | 'labels'>>;

/** Heads are forgotten where they are more than these, or so many times those that the page has by now. */
const [MOST_HEADS, STALE] = [50_000, 2];

const nameAt = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelAt = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(,|(?=\}))/y;
const valueAt = /[ \t]*([^ \t]+)(?:[ \t]+-?\d+)?[ \t]*$/y;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a page in Prometheus' text format, version 0.0.4. Comments, types and time stamps are passed over.
 * Throws a sentence with the line's number when a line is anything else, and when there are more than 100,000
 * samples: a page that is understood in part must not pass for evidence. Given the heads of earlier reads it takes
 * names and labels from there, which is several times as fast, and keeps those that are new.
 */
export function parseExposition(page: string, heads: Heads = new Map()): Sample[] {
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
    if (isPassedOver(line)) continue;
    const sample = parseKnown(line, heads) ?? parseNew(line, heads);
    if (!sample) throw new Error(`Line ${index} is not in Prometheus' text format: ${line.slice(0, 120)}`);
    samples.push(sample);
    if (samples.length > MOST_SAMPLES) throw new Error(`It has more than ${MOST_SAMPLES} samples.`);
  }
  if (heads.size > Math.min(MOST_HEADS, STALE * samples.length)) heads.clear();
  return samples;
}

function isPassedOver(line: string): boolean {
  const text = line.trimStart();
  return text === '' || text.startsWith('#');
}

/** A value has no brace, so that the last one of a line in order closes its labels. */
function headOf(line: string): string {
  return line.slice(0, line.lastIndexOf('}') + 1);
}

function parseKnown(line: string, heads: Heads): Sample | undefined {
  const head = headOf(line);
  const known = heads.get(head);
  const value = known && number(take(valueAt, line, head.length)?.groups[0]);
  return known && value !== undefined ? { name: known.name, labels: known.labels, value } : undefined;
}

function parseNew(line: string, heads: Heads): Sample | undefined {
  // What is kept is a copy: a part of the page would keep all of the page in memory.
  const own = Buffer.from(line).toString();
  const sample = parseLine(own);
  const head = headOf(own);
  if (sample && head !== '') heads.set(head, sample);
  return sample;
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
