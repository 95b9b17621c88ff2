import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPaths } from '../../../config/check.ts';
import { describeProblem } from '../../../config/problem.ts';

const FOLDER = join(import.meta.dirname, 'broken');
const MARK = '# expect: ';
const names = readdirSync(FOLDER).toSorted();

// Each file ends with what must be said about it, one comment a problem, in order: `LINE:COLUMN: message`.
describe('a broken file is told what is wrong with it, and where', () => {
  test('there are enough of them', () => {
    expect(names.length).toBeGreaterThanOrEqual(100);
  });

  test.each(names)('%s', async (name) => {
    const file = join(FOLDER, name);
    const lines = readFileSync(file, 'utf8').split('\n');
    const expected = lines.filter((line) => line.startsWith(MARK)).map((line) => line.slice(MARK.length));
    const { problems } = await checkPaths([file]);
    const said = problems.map((problem) => describeProblem(problem).slice(file.length + 1));
    expect(expected).not.toHaveLength(0);
    expect(said).toEqual(expected);
  });
});
