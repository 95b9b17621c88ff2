import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { errors } from '../../../api/errors.ts';

test('docs/errors.md explains every code with its status, and no other', async () => {
  const text = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)].map(
    ([, code, status]) => `${code} ${status}`,
  );
  const known = Object.entries(errors).map(([code, { status }]) => `${code} ${status}`);
  expect(new Set(rows)).toEqual(new Set(known));
});
