import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../../scripts/setup/lock.mjs';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-lock-'));
  file = join(folder, 'inner', 'setup.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('is there while the work goes on, and gone after it, also when the work fails', async () => {
  await withLock(file, async () => {
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ host: hostname(), pid: process.pid });
  });
  await expect(stat(file)).rejects.toThrow('ENOENT');
  await expect(withLock(file, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('work of several holders never overlaps', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(file, work)));
  expect(most).toBe(1);
});

test.each([
  ['whose process has ended', { host: hostname(), pid: 2 ** 22 + 1 }, 0],
  ['that was not refreshed for 20 s', { host: 'elsewhere', pid: 1 }, 21],
])('a lock %s is taken over', async (_, owner, ageSeconds) => {
  await withLock(file, async () => {});
  await writeFile(file, JSON.stringify(owner));
  const then = new Date(Date.now() - ageSeconds * 1000);
  await utimes(file, then, then);
  let held = false;
  await withLock(file, async () => {
    held = true;
  });
  expect(held).toBe(true);
});
