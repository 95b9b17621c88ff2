import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLeftovers } from '../../examples/demo/rig/leftovers.ts';
import { endProcesses } from '../../providers/platforms/process/end-processes.ts';

/** What a bench may take to end in order before it is killed, in milliseconds. */
const GRACE = 5000;

/**
 * Runs a bench with a folder of its own for whatever it makes. On SIGINT, SIGTERM and SIGHUP every process that it
 * started ends, also those in groups of their own, then the folder goes, and this process ends with 128 and the signal's
 * number. All of them are known by the folder: TMPDIR in their environment is it, or lies in it.
 */
export async function tidily<T>(work: () => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  // PostgreSQL may run as somebody else, and has to get in.
  await chmod(folder, 0o711);
  process.env['TMPDIR'] = folder;
  const tidy = async (): Promise<void> => {
    await endProcesses('the bench', GRACE, () => findLeftovers(folder), new AbortController().signal);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  let isEnding = false;
  // It often comes twice: from a terminal or a time limit to the whole group, and from npm once more.
  const interrupted = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void => {
    if (isEnding) return;
    isEnding = true;
    void tidy().finally(() => process.exit(128 + constants.signals[signal]));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted);
  try {
    return await work();
  } finally {
    await tidy();
  }
}
