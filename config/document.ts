/** Reads YAML while keeping positions, so that whatever is found wrong later can be shown in its place. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { formatPath, type Finding, type Path } from './finding.ts';
import { maskCredentials } from './mask.ts';
import type { Loaded, Problem } from './problem.ts';
import { aliasRefusal, duplicateKeys, syntaxRefusal, tellingErrors } from './yaml-errors.ts';

/** Files above this size, in bytes, are refused unread. */
export const LARGEST_FILE = 1_048_576;

/** How many nodes aliases may stand for in all; a file of people's size needs a handful. */
const MOST_ALIASES = 100;

/** Lines above this length, in characters, are named but not shown. */
const LONGEST_EXCERPT = 1_000;

/** A parsed file and the way back from paths to positions. */
export interface SourceDocument {
  file: string;
  /** The content as plain data. */
  value: unknown;
  /** Ties a finding to its line and column. */
  problem: (finding: Finding) => Problem;
}

/** Parses one YAML document. Every syntax error is reported, with its position. */
export function readDocument(file: string, bytes: Uint8Array): Loaded<SourceDocument> {
  const whole = (message: string, expected: string): Loaded<SourceDocument> => ({
    problems: [{ file, line: 1, column: 1, path: '', message, expected }],
  });
  if (bytes.length > LARGEST_FILE) return whole('the file is too large', 'at most 1 MiB');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return whole('the file is not UTF-8 text', 'YAML saved as UTF-8');
  }
  const lines = new LineCounter();
  // The library would write its warnings to stderr; those that matter are in `warnings` as well.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const written = text.split(/\r?\n/);
  const position = (offset: number): Pick<Problem, 'line' | 'column' | 'text'> => {
    const { line, col } = lines.linePos(offset);
    const excerpt = written[line - 1] ?? '';
    return {
      line,
      column: col,
      ...(excerpt.length > LONGEST_EXCERPT ? {} : { text: maskCredentials(excerpt) }),
    };
  };
  const errors = tellingErrors([...document.errors, ...document.warnings]);
  const syntax = errors.map((error) => ({ offset: error.pos[0], refused: syntaxRefusal(error, text) }));
  const refusals = syntax.length > 0 ? syntax : duplicateKeys(document);
  if (refusals.length > 0) {
    const place = ({ offset, refused }: (typeof refusals)[number]): Problem => {
      return { file, path: '', ...position(offset), ...refused };
    };
    return { problems: refusals.map(place) };
  }
  if (document.contents === null) return whole('the file is empty', 'at least one key');
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const { offset, refused } = aliasRefusal(document, error);
    return { problems: [{ file, path: '', ...position(offset), ...refused }] };
  }
  const problem = ({ path, at, ...refused }: Finding): Problem => {
    const place = position(offsetOf(document, path, at ?? 'value'));
    return { file, path: formatPath(path), ...place, ...refused, message: maskCredentials(refused.message) };
  };
  return { value: { file, value, problem } };
}

/** The offset of the key or value at a path; of the nearest owner that exists, when it does not. */
function offsetOf(document: Document, path: Path, at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let key: unknown;
  for (const part of path) {
    const owner: unknown = resolved(document, node);
    if (isMap(owner)) {
      const pair = owner.items.find((item) => keyText(item.key) === String(part));
      if (pair === undefined) break;
      [key, node] = [pair.key, pair.value];
    } else if (isSeq(owner) && typeof part === 'number' && part < owner.items.length) {
      [key, node] = [undefined, owner.items[part]];
    } else {
      break;
    }
  }
  const shown = key !== undefined && (at === 'key' || isEmpty(node) || isBlockOwner(node)) ? key : node;
  return start(shown) ?? start(node) ?? 0;
}

/** The node that an alias stands for, or the node itself. */
function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/** A key as plain data has it. */
function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** True for a key without a value, whose place is that of the key. */
function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}

/** True for a mapping or list in block style: it begins on a later line than its key, which people look at. */
function isBlockOwner(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

function start(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
