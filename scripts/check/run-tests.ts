import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTests, type TestCounts } from './count-tests.ts';

const retried = fileURLToPath(new URL('retried-reporter.ts', import.meta.url));

/** Runs vitest with its output on the terminal as it comes, and counts what it ran. */
export async function runTests(args: string[]): Promise<TestCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  try {
    const file = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--reporter=${retried}`];
    const ok = await vitest([...reporters, `--outputFile.json=${file}`, ...args]);
    return countTests(await readFile(file, 'utf8').catch(() => undefined), ok);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function vitest(args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('vitest', ['run', ...args], { stdio: 'inherit' });
    // The tests end what they started when vitest is told to stop; this process waits for that. From a terminal
    // the interrupt reaches vitest by itself, and a second one would cut its cleaning up short.
    process.on('SIGINT', () => process.stdout.isTTY || child.kill('SIGINT'));
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}
