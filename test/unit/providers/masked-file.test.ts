import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskFile, readMasked } from '../../../providers/commands/job/masked-file.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

const most = 4 * 1024 * 1024;
const secrets = ['s3cret-token'];

let folder: TemporaryFolder;
let file: string;
beforeAll(async () => {
  folder = await temporaryFolder('masked');
  file = join(folder.path, 'log');
});
afterAll(() => folder.remove());

test('a file keeps its text, with secrets masked', async () => {
  await writeFile(file, 'token s3cret-token\n');
  await maskFile(file, secrets);
  expect(await readFile(file, 'utf8')).toBe('token ***\n');
});

test('of a large file the end is kept, from a line that no cut secret can stand in', async () => {
  // The part that is kept begins in the middle of the secret.
  const rest = `3cret-token is cut\n${'x'.repeat(99)}\n`;
  await writeFile(file, `begins s${rest}${'y'.repeat(most - rest.length)}`);
  await maskFile(file, secrets);
  const kept = await readFile(file, 'utf8');
  expect(kept.length).toBeLessThan(most);
  expect(kept.slice(0, 50)).toBe('x'.repeat(50));
});

test('a large file without a line is kept by nobody', async () => {
  await writeFile(file, 'x'.repeat(most + 1));
  expect(await readMasked(file, secrets)).toBe('');
});

test('a file that is gone has no text', async () => {
  await maskFile(join(folder.path, 'gone'), secrets);
  expect(await readMasked(join(folder.path, 'gone'), secrets)).toBe('');
});
