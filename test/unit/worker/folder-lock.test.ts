import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProcess } from '../../../providers/platforms/process/process-table.ts';
import { lockFolder } from '../../../worker/folder-lock.ts';
import { StartError } from '../../../worker/start-error.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('lock');
});

afterEach(() => folder.remove());

test('a folder that does not exist is made, and locked once', async () => {
  const path = join(folder.path, 'new');
  await lockFolder(path);
  await expect(lockFolder(path)).rejects.toThrow(StartError);
  await expect(lockFolder(path)).rejects.toThrow(`in use by process ${process.pid}`);
});

test('a lock that was given up can be taken', async () => {
  const lock = await lockFolder(folder.path);
  await lock.release();
  await expect(lockFolder(folder.path)).resolves.toBeDefined();
});

test('the lock of a process that ended is taken over and cleared away', async () => {
  await putLock(4, { pid: await endedPid(), start: 'long ago' });
  await lockFolder(folder.path);
  expect(await readdir(folder.path)).toEqual(['daemon.5.lock']);
});

test('a pid that belongs to another process now holds nothing', async () => {
  await putLock(1, { pid: process.pid, start: 'another time' });
  await expect(lockFolder(folder.path)).resolves.toBeDefined();
});

test('a living holder counts, whatever its number', async () => {
  const own = await findProcess(process.pid);
  await putLock(1, { pid: process.pid, start: own?.start ?? '' });
  await putLock(2, { pid: await endedPid(), start: 'long ago' });
  await expect(lockFolder(folder.path)).rejects.toThrow(StartError);
});

test('a lock that was cut short by a crash of the machine holds nothing', async () => {
  await writeFile(join(folder.path, 'daemon.1.lock'), '{"pid":');
  await expect(lockFolder(folder.path)).resolves.toBeDefined();
});

test('of many that see the same stale lock at most one gets the folder', async () => {
  await putLock(1, { pid: await endedPid(), start: 'long ago' });
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder.path)));
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
});

async function putLock(number: number, owner: { pid: number; start: string }): Promise<void> {
  await writeFile(join(folder.path, `daemon.${number}.lock`), JSON.stringify(owner));
}

async function endedPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}
