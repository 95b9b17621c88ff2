import { expect, test } from 'vitest';
import { SOURCES } from '../../../scripts/dashboard/sources.ts';
import { importsOf } from '../architecture/imports.ts';
import { readSources } from '../architecture/sources.ts';

/** Every file that the page loads, also by way of others. */
function loaded(): Set<string> {
  const sources = readSources();
  const found = new Set([...sources.keys()].filter((path) => path.startsWith('web/')));
  // A set that grows while it is walked is walked to its end.
  for (const path of found) {
    for (const { own, to, typeOnly } of importsOf(path, sources.get(path) ?? '')) {
      if (own && !typeOnly) found.add(to);
    }
  }
  return found;
}

test('a dashboard that is kept is of all that it loads', () => {
  const files = loaded();
  expect(files).toContain('cli/read-back.ts');
  const missed = [...files].filter(
    (path) => !SOURCES.some((source) => path === source || path.startsWith(`${source}/`)),
  );
  expect(missed).toEqual([]);
});
