import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

/** The cases that `docs/peers.md` lists: R1, W7, B2 and so on. */
function listedCases(): string[] {
  const text = readFileSync(join(root, 'docs/peers.md'), 'utf8');
  return [...text.matchAll(/^\| ([RWBA]\d+) +\|/gm)].map(([, number = '']) => number);
}

/** The cases that titles of tests carry: `test('R4, W7: …'`. */
function testedCases(): Set<string> {
  const files = ['test/workflow', 'test/e2e', 'test/contract', 'test/unit'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(root, folder, name)),
  );
  const titles = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/['`]((?:[A-Z]\d+, )*[A-Z]\d+): /g)].map(
      ([, title = '']) => title,
    ),
  );
  return new Set(titles.flatMap((title) => title.split(', ')));
}

test('every case of the peers that the manual lists is the number of a test', () => {
  const tested = testedCases();
  expect(listedCases().length).toBeGreaterThan(53);
  expect(listedCases().filter((number) => !tested.has(number))).toEqual([]);
});
