import { existsSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';

/** Real traces lie beside the project and are not copied into it. */
const folder = new URL('../../../../../shared/data/', import.meta.url);

/**
 * Tests on a real trace, given its text. Where the file is absent they are skipped, the group's name says so, and the
 * text is empty.
 */
export function describeWithTrace(file: string, tests: (text: string) => void): void {
  const path = new URL(file, folder);
  const there = existsSync(path);
  const note = there ? '' : ', skipped: it is not in ../shared/data';
  describe.skipIf(!there)(`on ${file}${note}`, () => {
    tests(there ? readFileSync(path, 'utf8') : '');
  });
}
