import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { errors } from '../../../api/errors.ts';
import { toApiError } from '../../../api/problem-reply.ts';

test('docs/errors.md explains every code with its status, and no other', async () => {
  const text = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)].map(
    ([, code, status]) => `${code} ${status}`,
  );
  const known = Object.entries(errors).map(([code, { status }]) => `${code} ${status}`);
  expect(new Set(rows)).toEqual(new Set(known));
});

test('docs/errors.md says of every code when it comes and what to do', async () => {
  const text = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `\w+` .*$/gm)].map(([row]) =>
    row.split(' | ').map((cell) => cell.trim()),
  );
  expect(rows.filter((cells) => cells.length !== 4 || cells.includes('|'))).toEqual([]);
});

test('what nobody has thought of is told as internal, without its words', () => {
  const { code, message } = toApiError(new TypeError('secret is undefined'));
  expect([code, message]).toEqual(['internal', expect.not.stringContaining('secret')]);
});
