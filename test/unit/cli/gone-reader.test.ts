import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('gone-reader');
});
afterEach(async () => folder.remove());

test('a command whose output nobody reads any more ends quietly, with the status that it has', async () => {
  await writeFile(join(folder.path, 'broken.yaml'), 'service: Wrong\n');
  const child = spawn(process.execPath, [main, 'check', folder.path], { stdio: ['ignore', 'pipe', 'pipe'] });
  // The reader goes before there is anything to read.
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  expect([child.exitCode, said]).toEqual([2, 'sluice: 2 problems; correct the places above\n']);
});
