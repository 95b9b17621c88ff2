/** The YAML library's errors in plain sentences, each with what to do. */
import { visit, type Document, type YAMLError } from 'yaml';
import type { Refusal } from './units.ts';

/** What a syntax error means. `text` is the whole file, for the words at the error's position. */
export function syntaxRefusal(error: YAMLError, text: string): Refusal {
  const words = text.slice(...error.pos).split('\n')[0] ?? '';
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return { message: `the key ${keyAt(text, error.pos[0])} appears twice`, expected: 'each key once' };
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation', expected: 'spaces' };
    case 'MULTIPLE_DOCS':
      return { message: 'a second YAML document begins here', expected: 'one document in a file' };
    case 'TAG_RESOLVE_FAILED':
      return { message: `the YAML tag ${words} is not known`, expected: 'a plain value' };
    default:
      return { message: `not valid YAML: ${firstSentence(error.message)}` };
  }
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

function keyAt(text: string, offset: number): string {
  return JSON.stringify(/^["']?([^"':\n]{1,60})/.exec(text.slice(offset))?.[1] ?? '');
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]$/, '');
}
