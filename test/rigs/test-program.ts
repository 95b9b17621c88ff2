import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { toolsFolder } from '../tools.ts';

/** Programs that the set-up brings in for tests alone, and without which the other tests pass. */
export type TestProgram = 'haproxy' | 'prometheus' | 'prometheus-alertmanager' | 'chromium' | 'moto_server';

/**
 * Tests that need the program, as found by `findProgram`. Where the set-up could not bring it in they are skipped,
 * and the reason is in the group's name.
 */
export function describeWith(program: TestProgram, tests: () => void): void {
  const reason = whyMissing(program);
  const note = reason === undefined ? '' : `, skipped: ${reason}`;
  describe.skipIf(reason !== undefined)(`with ${program}${note}`, () => {
    tests();
  });
}

function whyMissing(program: TestProgram): string | undefined {
  if (existsSync(join(toolsFolder, 'bin', program))) return undefined;
  const note = join(toolsFolder, 'missing', program);
  return existsSync(note) ? readFileSync(note, 'utf8') : 'run the tests by `npm test`, which brings it in.';
}
