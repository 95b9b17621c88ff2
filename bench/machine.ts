import { execFile } from 'node:child_process';
import { cpus, loadavg, platform, release, arch, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { temporalPath } from '../test/tools.ts';

/** Where and when something was measured, each fact by its name. */
export type Machine = Record<string, string | number>;

const run = promisify(execFile);

/**
 * The facts of this machine that change what is measured on it. Taken before a measurement begins, so that the load is
 * that of other programs. `temporal` is the development server that the set-up chose.
 */
export async function thisMachine(): Promise<Machine> {
  const all = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    kernel: release(),
    node: process.version,
    temporal: await output(temporalPath(), ['--version']),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
    commit: await commit(),
  };
}

/** What was measured is of this commit; of no commit at all where files were changed since. */
async function commit(): Promise<string> {
  const changed = await output('git', [
    'status',
    '--porcelain',
    '--untracked-files=no',
    '--',
    ':!bench/results',
    // A run before this one wrote its tables there.
    ':!docs',
  ]);
  const head = await output('git', ['rev-parse', '--short', 'HEAD']);
  return changed === '' ? head : `${head} and changes`;
}

async function output(program: string, args: string[]): Promise<string> {
  const { stdout } = await run(program, args).catch(() => ({ stdout: 'unknown' }));
  return stdout.trim();
}
