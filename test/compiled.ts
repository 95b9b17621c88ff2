import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('rigs/compile-daemon.ts', import.meta.url));

/** Has compiled and bundled once what every daemon of the tests runs: most of them are killed and keep nothing. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [program]);
}
