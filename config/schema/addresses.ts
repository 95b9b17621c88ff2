/** URLs, paths and text with references or placeholders. */
import { parsePlaceholders } from '../placeholders.ts';
import { parseReferences } from '../secrets.ts';
import type { Reading } from '../units.ts';
import { quote } from '../units.ts';
import { leaf, show, text } from './leaf.ts';

/** An http or https URL without credentials. */
export function url(description: string, example = 'http://127.0.0.1:8082/metrics') {
  const read = (input: unknown): Reading<string> => parseUrl(input, `a URL such as ${example}`);
  return leaf(read, { type: 'string', pattern: '^https?://', description });
}

/** An http or https URL that may hold references to secrets, as an URL that is itself a secret does. */
export function secretUrl(description: string, example: string) {
  const expected = `a URL such as ${example}, which may hold \${env:NAME} or \${file:PATH}`;
  const read = (input: string): Reading<string> =>
    input.includes('${') ? parseReferences(input) : parseUrl(input, expected);
  return text(expected, read, { minLength: 1, description });
}

/** Reads what `url` takes; `expected` is told where it is something else. */
export function parseUrl(input: unknown, expected: string): Reading<string> {
  const refuse = (message: string, hint?: string): Reading<string> => ({
    refused: { message, expected, ...(hint === undefined ? {} : { hint }) },
  });
  if (typeof input !== 'string') return refuse(`${show(input)} is not a URL`);
  const parsed = URL.parse(input);
  // What cannot be taken apart but has an "@" may hold a password as well, so it is not repeated.
  if (parsed === null ? input.includes('@') : parsed.username !== '' || parsed.password !== '') {
    const hint = 'a plan is kept in history and reports: let a proxy add the credentials';
    return refuse('the URL holds credentials', hint);
  }
  if (parsed === null) return refuse(`${quote(input)} is not a URL`);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return refuse(`${quote(input)} is neither http nor https`);
  }
  return { value: input };
}

/** A path of a file or folder, as written; it becomes absolute when the plan is resolved. */
export function filePath(description: string) {
  const expected = 'a path, relative to the folder of this file or absolute';
  return text(expected, (input) => nonEmpty(input, 'the path is empty', expected), {
    minLength: 1,
    description,
  });
}

/** The path of an HTTP request: it begins with a slash. */
export function requestPath(description: string) {
  const expected = 'a path such as /health';
  const read = (input: string): Reading<string> =>
    /^\/[\x21-\x7e]*$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a path of a request`, expected } };
  return text(expected, read, { pattern: '^/', description });
}

/** A command line in which only `{{version}}` and `{{slot}}` are replaced. */
export function command(description: string) {
  const expected = 'a command line';
  const read = (input: string): Reading<string> => {
    const reading = nonEmpty(input, 'the command is empty', expected);
    return 'value' in reading ? parsePlaceholders(input, ['version', 'slot']) : reading;
  };
  return text(expected, read, { minLength: 1, description });
}

/** The value of a label, which may hold these placeholders. */
export function labelValue(description: string, known: readonly string[] = ['slot']) {
  return text('text', (input) => parsePlaceholders(input, known), { description });
}

/** The value of a variable, which may hold references to secrets. */
export function referenceText(description: string) {
  return text('text, which may hold ${env:NAME} or ${file:PATH}', parseReferences, { description });
}

/** One reference to a secret, and no other text: a plan is kept in history and reports. */
export function secret(description: string) {
  const expected = '${env:NAME} or ${file:PATH}';
  const read = (input: string): Reading<string> => {
    if (/^\$\{[^{}]*\}$/.test(input)) return parseReferences(input);
    // What stands here may be the secret itself, so it is not repeated.
    const hint = 'a plan is kept in history and reports, so it refers to secrets';
    return { refused: { message: 'the value is not a reference to a secret', expected, hint } };
  };
  return text(expected, read, { pattern: '^\\$\\{(env|file):[^{}]+\\}$', description });
}

function nonEmpty(input: string, message: string, expected: string): Reading<string> {
  return input.trim() === '' ? { refused: { message, expected } } : { value: input };
}
