import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mask, resolveSecrets } from '../../../providers/secrets.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('secrets');
});
afterAll(() => folder.remove());

const environment = { TOKEN: 's3cret', EMPTY: '' };

test('puts variables and files in their places', async () => {
  const file = join(folder.path, 'password');
  await writeFile(file, 'two\nlines\n');
  const text = 'user:${env:TOKEN}@${file:' + file + '}/${env:EMPTY}';
  expect(await resolveSecrets(text, environment)).toBe('user:s3cret@two\nlines/');
});

test('leaves every other text as it is', async () => {
  const text = 'plain $HOME ${HOME} $' + '{other:x} 100 %';
  expect(await resolveSecrets(text, environment)).toBe(text);
});

test('does not look for references in a value', async () => {
  expect(await resolveSecrets('${env:A}', { A: '${env:B}', B: 'x' })).toBe('${env:B}');
});

test('names the reference that has no value', async () => {
  await expect(resolveSecrets('${env:TOKEN} ${env:NOT_SET}', environment)).rejects.toThrow(
    '${env:NOT_SET} has no value: set the environment variable NOT_SET for the daemon.',
  );
  await expect(resolveSecrets('${file:/nowhere/at/all}', environment)).rejects.toThrow(
    /\$\{file:\/nowhere\/at\/all\} cannot be read: ENOENT/,
  );
});

test('takes a file of 64 KiB and refuses a larger one, without its content', async () => {
  const file = join(folder.path, 'large');
  await writeFile(file, 'x'.repeat(64 * 1024));
  expect(await resolveSecrets('${file:' + file + '}', {})).toHaveLength(64 * 1024);
  await writeFile(file, 'x'.repeat(64 * 1024 + 1));
  const error: unknown = await resolveSecrets('${file:' + file + '}', {}).catch((reason: unknown) => reason);
  expect(String(error)).toMatch(/larger than 64 KiB/);
  expect(String(error)).not.toMatch(/xxxx/);
});

test('masks secrets, longer ones first, and leaves what is too short to be one', () => {
  expect(mask('a s3cret, s3cret-longer and 12', ['s3cret', 's3cret-longer', '12', ''])).toBe(
    'a ***, *** and 12',
  );
});

test('masks a secret also as JSON and as a URL write it', () => {
  const secret = 'two\nlines & "quotes"';
  const text = `${JSON.stringify({ key: secret })} ?key=${encodeURIComponent(secret)}`;
  expect(mask(text, [secret])).toBe('{"key":"***"} ?key=***');
});
