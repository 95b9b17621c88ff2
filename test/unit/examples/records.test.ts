import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readSpawns, repeated } from '../../../examples/demo/instances.ts';
import { recordSpawn, recordStarts } from '../../../examples/demo/service/records.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { until } from '../../rigs/until.ts';

let folder: TemporaryFolder | undefined;
afterEach(() => folder?.remove());

test('starts are counted by windows of 100 ms, and those that are over are written while it runs', async () => {
  folder = await temporaryFolder('records');
  let now = 1_000_050;
  const starts = recordStarts(folder.path, 'token', () => now);
  const file = join(folder.path, 'starts', 'token');
  for (const time of [1_000_050, 1_000_099, 1_000_100, 1_000_250]) {
    now = time;
    starts.count();
  }
  await until('the windows that are over', async () => (await readFile(file, 'utf8')).includes('1000100'));
  expect(await readFile(file, 'utf8')).toBe('1000000\t2\n1000100\t1\n');
  starts.close();
  expect(await readFile(file, 'utf8')).toBe('1000000\t2\n1000100\t1\n1000200\t1\n');
});

test('spawns are found by version, and a token that began twice is seen', async () => {
  folder = await temporaryFolder('records');
  for (const [token, version] of [
    ['a', 'v1'],
    ['b', 'v2'],
    ['c', 'v2'],
    ['b', 'v2'],
  ] as const) {
    recordSpawn(folder.path, { token, version, slot: 'blue' });
  }
  expect(await readSpawns(folder.path, 'v2')).toEqual(['b', 'c', 'b']);
  expect(repeated(await readSpawns(folder.path, 'v2'))).toEqual(['b']);
  expect(repeated(await readSpawns(folder.path, 'v1'))).toEqual([]);
});
