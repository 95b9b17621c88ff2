import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgram } from '../../../cli/program.ts';
import { endOf } from '../../../cli/failure.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;
let out: string;

beforeEach(async () => {
  folder = await temporaryFolder('check');
  out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

async function check(...words: string[]): Promise<number> {
  const done = createProgram().parseAsync(['check', folder.path, ...words], { from: 'user' });
  return done.then(
    () => 0,
    (error: unknown) => endOf(error).exitCode,
  );
}

test('right files end with 0', async () => {
  await writeFile(join(folder.path, 'sluice.yaml'), 'listen: 127.0.0.1:0\n');
  expect([await check(), out]).toEqual([0, '1 file checked, nothing wrong\n']);
});

test('a mistake ends with 2, with its place and a hint', async () => {
  await writeFile(join(folder.path, 'sluice.yaml'), 'data: here\nlisen: 127.0.0.1:0\n');
  expect(await check()).toBe(2);
  expect(out).toMatch(/sluice\.yaml:2:1: .*did you mean/);
});

test('--json tells the same for programs', async () => {
  await writeFile(join(folder.path, 'sluice.yaml'), 'data: here\nlisen: 127.0.0.1:0\n');
  expect(await check('--json')).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ problems: [{ line: 2, column: 1 }] });
});
