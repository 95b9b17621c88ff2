import { describe, expect, test } from 'vitest';
import { LARGEST_FILE, readDocument } from '../../../config/document.ts';
import { formatProblems } from '../../../config/problem.ts';

describe('a file that cannot be read as YAML', () => {
  test.each([
    ['an empty one', '', 'f.yaml:1:1: the file is empty; expected at least one key'],
    ['one of comments', '# nothing\n', 'f.yaml:1:1: the file is empty; expected at least one key'],
    [
      'one that is not UTF-8',
      Uint8Array.of(0xff, 0xfe, 0x41),
      'f.yaml:1:1: the file is not UTF-8 text; expected YAML saved as UTF-8',
    ],
    [
      'one of more than 1 MiB',
      `a: ${'x'.repeat(LARGEST_FILE)}`,
      'f.yaml:1:1: the file is too large; expected at most 1 MiB',
    ],
    ['one of 500,000 brackets', '['.repeat(500_000), 'mappings and lists are nested too deeply'],
  ])('%s', (_name, content, message) => {
    expect(said(content)).toContain(message);
  });

  test('control characters never reach a terminal', () => {
    const text = said('"a\u001b[31m": 1\n"a\u001b[31m": 2\n');
    expect(text).toContain('appears twice');
    expect(text).not.toContain('\u001b');
  });
});

test('60,000 keys are read in seconds, and the one that stands twice is found', () => {
  const keys = Array.from({ length: 60_000 }, (_unused, index) => `k${index}: 1`);
  expect(said([...keys, 'k7: 2'].join('\n'))).toContain('f.yaml:60001:1: the key "k7" appears twice');
});

test('the offending line and a caret follow the message, also with Windows line ends', () => {
  const read = readDocument('f.yaml', new TextEncoder().encode('a: 1\r\nb: { c: 2 }\r\n'));
  if (!('value' in read)) throw new Error('the document is right');
  const problem = read.value.problem({ path: ['b', 'c'], message: 'two is wrong', expected: 'three' });
  expect(formatProblems([problem])).toBe(
    ['f.yaml:2:9: two is wrong at b.c; expected three', '  b: { c: 2 }', '          ^'].join('\n'),
  );
});

test('positions are found through aliases', () => {
  const read = readDocument('f.yaml', new TextEncoder().encode('a: &x { c: 2 }\nb: *x\n'));
  if (!('value' in read)) throw new Error('the document is right');
  expect(read.value.problem({ path: ['b', 'c'], message: 'no' })).toMatchObject({ line: 1, column: 12 });
});

function said(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const read = readDocument('f.yaml', bytes);
  return 'problems' in read ? formatProblems(read.problems) : 'nothing';
}
