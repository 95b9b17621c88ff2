import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWords } from '../../../../cli/plan/words.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('words');
  await mkdir(join(folder.path, 'v2'));
});
afterEach(async () => folder.remove());

test.each([
  [[], {}],
  [['v3'], { version: 'v3' }],
  [['registry/shop:3'], { version: 'registry/shop:3' }],
  [['services'], { version: 'services' }],
  [['./services'], {}],
  [['shop.yaml', 'more.yml'], {}],
  [['v3', 'shop.yaml'], { version: 'v3', paths: ['shop.yaml'] }],
])('%j is read by its form where nothing has its name', (words, meaning) => {
  const paths = 'version' in meaning ? [] : words;
  expect(readWords(words, [])).toEqual({ paths, ...meaning });
});

test('what is on disk is a path, and beside --file it is a version', () => {
  const onDisk = join(folder.path, 'v2');
  expect(readWords([onDisk], [])).toEqual({ paths: [onDisk] });
  expect(readWords(['test'], [])).toEqual({ paths: ['test'] });
  expect(readWords(['test'], ['a.yaml'])).toEqual({ version: 'test', paths: ['a.yaml'] });
});

test.each([
  [['v3', 'v4'], ['a.yaml'], /"v4" is one word too many beside --file; write SERVICE@ENVIRONMENT/],
  [['v 3'], [], /"v 3" names no file and is no version: expected a version such as 1\.4\.2/],
])('%j with --file %j is refused', (words, files, message) => {
  expect(() => readWords(words, files)).toThrow(message);
});
