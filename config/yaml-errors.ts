/** The YAML library's errors in plain sentences, each with what to do. */
import { isNode, isScalar, visit, type Document, type YAMLError } from 'yaml';
import { quote, type Refusal } from './units.ts';

/**
 * The errors that are worth telling, in order of position. After the first, an error without a name of its
 * own is nearly always a consequence of one before it.
 */
export function tellingErrors(errors: readonly YAMLError[]): YAMLError[] {
  const named = new Set<YAMLError['code']>([
    'DUPLICATE_KEY',
    'TAB_AS_INDENT',
    'MULTIPLE_DOCS',
    'TAG_RESOLVE_FAILED',
  ]);
  const inOrder = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  return inOrder.filter((error, index) => index === 0 || named.has(error.code));
}

/** What a syntax error means. `text` is the whole file, for the words at the error's position. */
export function syntaxRefusal(error: YAMLError, text: string): Refusal {
  const words = text.slice(...error.pos).split('\n')[0] ?? '';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation', expected: 'spaces' };
    case 'MULTIPLE_DOCS':
      return { message: 'a second YAML document begins here', expected: 'one document in a file' };
    case 'TAG_RESOLVE_FAILED':
      return { message: `the YAML tag ${words} is not known`, expected: 'a plain value' };
    case 'RESOURCE_EXHAUSTION':
      return { message: 'mappings and lists are nested too deeply' };
    default:
      return { message: `not valid YAML: ${firstSentence(error.message)}` };
  }
}

/**
 * Keys that stand in one mapping a second time, with their offsets. The library's own check compares every
 * key with every other, which takes a minute for a mapping of 60,000.
 */
export function duplicateKeys(document: Document): { offset: number; refused: Refusal }[] {
  const found: { offset: number; refused: Refusal }[] = [];
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = String(isScalar(key) ? key.value : key);
        const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
        const refused = { message: `the key ${quote(name)} appears twice`, expected: 'each key once' };
        if (seen.has(name)) found.push({ offset, refused });
        seen.add(name);
      }
    },
  });
  return found;
}

/** Why the aliases of a document could not be followed, and where. `error` is what the library threw. */
export function aliasRefusal(document: Document, error: unknown): { offset: number; refused: Refusal } {
  let first: number | undefined;
  let unresolved: { offset: number; name: string } | undefined;
  visit(document, {
    Alias(_key, alias) {
      const offset = alias.range?.[0] ?? 0;
      first ??= offset;
      if (alias.resolve(document) === undefined) unresolved ??= { offset, name: alias.source };
    },
  });
  if (unresolved !== undefined) {
    const message = `the alias *${unresolved.name} has no anchor before it`;
    return { offset: unresolved.offset, refused: { message, expected: `&${unresolved.name} further up` } };
  }
  const message =
    error instanceof ReferenceError ? 'aliases stand for too much' : firstSentence(String(error));
  return { offset: first ?? 0, refused: { message, expected: 'at most 100 repeated values in all' } };
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]$/, '');
}
