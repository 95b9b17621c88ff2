import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRecord, writeRecord } from '../../../worker/embedded/record.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;
let file: string;

beforeEach(async () => {
  folder = await temporaryFolder('record');
  file = join(folder.path, 'temporal.json');
});

afterEach(() => folder.remove());

test('a record is read as it was written', async () => {
  const record = { process: { pid: 7, start: 'then' }, port: 4711, startedAt: 1, serverVersion: '1.32.0' };
  await writeRecord(file, record);
  expect(await readRecord(file)).toEqual(record);
});

test.each(['', '{"port":', '{"port":"4711"}', 'null'])('%j is no record', async (text) => {
  await writeFile(file, text);
  expect(await readRecord(file)).toBeUndefined();
});

test('there may be none', async () => {
  expect(await readRecord(file)).toBeUndefined();
});
