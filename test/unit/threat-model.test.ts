import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

test('every test that docs/security.md names is there', async () => {
  const text = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.split(' | ').length === 4);
  const named = rows.slice(1).flatMap((row) => {
    const [, , , held = ''] = row.split(' | ');
    return [...held.matchAll(/`([a-z-]+)`( \(e2e\))?/g)].map(([, name = '', e2e]) => ({ name, e2e }));
  });
  expect(named.length).toBeGreaterThan(15);
  const files = await readdir(new URL('../', import.meta.url), { recursive: true });
  const missing = named.filter(({ name, e2e }) => {
    const folder = e2e === undefined ? '(?:unit|contract)' : 'e2e';
    return !files.some((file) => new RegExp(`^${folder}/(?:.*/)?${name}\\.test\\.ts$`).test(file));
  });
  expect(missing).toEqual([]);
});
