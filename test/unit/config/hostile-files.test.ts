/** Files of somebody who means harm, or made a mistake that does: each is refused soon, and changes nothing. */
import { expect, test } from 'vitest';
import { readDocument } from '../../../config/document.ts';
import { formatProblems } from '../../../config/problem.ts';
import { readServiceFile } from '../../../config/service-file.ts';
import { readSettings } from '../../../config/settings.ts';
import { EXAMPLE } from './example.ts';

function said(text: string, read: typeof readServiceFile | typeof readSettings = readServiceFile): string {
  const document = readDocument('f.yaml', new TextEncoder().encode(text));
  const loaded = 'value' in document ? read(document.value) : document;
  return 'problems' in loaded ? formatProblems(loaded.problems) : 'nothing';
}

const laughs = Array.from({ length: 20 }, (_, i) => {
  const before = i === 0 ? 'ha' : `*l${i - 1}`;
  return `l${i}: &l${i} [${Array.from({ length: 10 }, () => before).join(', ')}]`;
});
const deep = Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
const service = (changed: string): string => EXAMPLE.replace('production:', `${changed}:`);

test.each([
  ['aliases that stand for 10^20 words', laughs.join('\n'), 'aliases stand for too much'],
  ['an alias of itself', 'service: a\nenvironments: &e\n  production: *e\n', 'f.yaml:'],
  ['3,000 mappings, one within the other', deep, 'f.yaml:'],
  ['an environment that every object has', service('constructor'), 'another name than constructor'],
  ['an environment that changes every object', service('__proto__'), 'there is no environment'],
  ['a metric that every object has', EXAMPLE.replace('errors: ', 'constructor: '), 'another name than'],
  ['a path for a service', EXAMPLE.replace('checkout', '../../etc'), 'lower-case letters'],
  ['an unknown key that changes every object', `${EXAMPLE}__proto__: { polluted: true }\n`, '__proto__'],
])('%s', (_what, text, message) => {
  expect(said(text)).toContain(message);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('settings with keys that change every object', () => {
  expect(said('__proto__: { listen: 1 }\n', readSettings)).toContain('__proto__');
  expect(said('data: { __proto__: { polluted: true } }\n', readSettings)).toContain('data');
});

test('keys of an encryption that nobody could tell apart, or that stand there themselves', () => {
  const keys = (list: string): string => said(`temporal: { encryption: { keys: ${list} } }`, readSettings);
  expect(keys('[{ id: a, key: "${env:A}" }, { id: a, key: "${env:B}" }]')).toContain(
    'two keys have the same id',
  );
  expect(keys('[{ id: a, key: c2VjcmV0LXNlY3JldA== }]')).toContain('not a reference to a secret');
  expect(keys('[{ id: a, key: c2VjcmV0LXNlY3JldA== }]')).not.toContain('refers to secrets: c2Vj');
  expect(keys('[]')).toContain('at least one entry');
  expect(keys('[{ id: "../a", key: "${env:A}" }]')).toContain('a name such as 2026-11');
});

const withBad = (pattern: string): string =>
  EXAMPLE.replace(
    'errors:  { preset: traefik/errors }',
    `errors: { scrape: { url: "http://127.0.0.1:1/", counter: n, labels: { slot: "{{slot}}" }, bad: { code: ${JSON.stringify(pattern)} } } }`,
  );

test.each([
  '(a+)+$',
  '(a|a)*b',
  '([a-z]+)*',
  '(.*){9}x',
  '(?=a)b',
  '(?<!a)b',
  '(a)\\1',
  '.*.*.*x',
  'a{1,99}b{1,99}c+',
])('a pattern that could take years is refused: %s', (pattern) => {
  expect(said(withBad(pattern))).toMatch(/can take for ever|parts that repeat/);
});

test.each(['5..', '5..|429', '[45][0-9]{2}', '(?:5|4)..', '.*timeout.*', '\\d+', 'a[\\(*+]b', '\\(a\\)*'])(
  'one that people write is not: %s',
  (pattern) => {
    expect(said(withBad(pattern))).toBe('nothing');
  },
);
