import { chmod, chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPrivate } from '../../../worker/private-folder.ts';
import { StartError } from '../../../worker/start-error.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

const isRoot = process.geteuid?.() === 0;
let folder: TemporaryFolder;
let warned: string[];
let log: Logger;

beforeEach(async () => {
  folder = await temporaryFolder('private');
  warned = [];
  log = pino({}, { write: (line) => void warned.push(line) });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

const ask = async (path = folder.path, steers = true): Promise<void> =>
  keepPrivate({ folder: path, setting: 'data', steers }, log);

test('a new folder, and those on the way to it, are open to nobody else, whatever the mask', async () => {
  const before = process.umask(0);
  try {
    await ask(join(folder.path, 'var', 'data'));
  } finally {
    process.umask(before);
  }
  const modes = [join(folder.path, 'var'), join(folder.path, 'var', 'data')].map(async (path) => {
    return (await stat(path)).mode & 0o777;
  });
  expect(await Promise.all(modes)).toEqual([0o700, 0o700]);
  expect(warned).toEqual([]);
});

test('a folder that everybody can write to is refused with the command that closes it', async () => {
  await chmod(folder.path, 0o1777);
  await expect(ask()).rejects.toThrow(StartError);
  await expect(ask()).rejects.toThrow(
    `can be written by every user of this machine. Do: chmod 700 ${folder.path}`,
  );
});

test('one that steers nothing is warned of only: it may be on a storage that knows no users', async () => {
  const own = process.geteuid?.() ?? 0;
  await chmod(folder.path, 0o777);
  vi.spyOn(process, 'geteuid').mockReturnValue(own + 1);
  await ask(folder.path, false);
  expect(warned.join('')).toContain(`belongs to another user (uid ${own})`);
  expect(warned.join('')).toContain('written by every user of this machine');
});

test('a folder that cannot be made is told by its key', async () => {
  await writeFile(join(folder.path, 'file'), '');
  await expect(ask(join(folder.path, 'file', 'data'))).rejects.toThrow(
    '(`data:` in the settings) cannot be made',
  );
});

test.each([
  [0o770, 'written by its group'],
  [0o755, 'read by every user of this machine'],
  [0o775, 'written by its group and read by every user of this machine'],
])('a folder of mode %o is warned of', async (mode, message) => {
  await chmod(folder.path, mode);
  await ask();
  expect(warned.join('')).toContain(`can be ${message}; to keep it private`);
});

test("another user's folder is refused", async () => {
  const own = process.geteuid?.() ?? 0;
  vi.spyOn(process, 'geteuid').mockReturnValue(own + 1);
  await expect(ask()).rejects.toThrow(`belongs to another user (uid ${own})`);
});

test.runIf(isRoot)("root is warned of another user's folder", async () => {
  await chown(folder.path, 12_345, 12_345);
  await ask();
  expect(warned.join('')).toContain('belongs to another user (uid 12345)');
});
