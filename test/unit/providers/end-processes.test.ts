/** Ending real processes, on a machine on which looking for them takes longer than the patience. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { endProcesses } from '../../../providers/platforms/process/end-processes.ts';
import { findProcess } from '../../../providers/platforms/process/process-table.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('what nobody had the time to kill is killed, however late it is', async () => {
  const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`;
  const child = spawn(process.execPath, ['-e', stubborn], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    const now = Date.now.bind(Date);
    let looks = 0;
    const find = async () => {
      const entry = await findProcess(child.pid ?? 0);
      looks += 1;
      // The second look takes a minute.
      if (looks === 2) vi.spyOn(Date, 'now').mockImplementation(() => now() + 60_000);
      return entry === undefined ? [] : [entry];
    };
    await endProcesses('a test', 1000, find, new AbortController().signal);
    expect(await ended).toEqual([null, 'SIGKILL']);
  } finally {
    child.kill('SIGKILL');
  }
});
