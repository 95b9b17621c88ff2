import { spawn } from 'node:child_process';
import type { SmokeCheck } from '../../config/plan.ts';
import { tail } from '../sentence.ts';

/** Variables that a command gets of the daemon's own; the others may be secrets. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];
const KEPT_OUTPUT = 2000;

/**
 * Runs a command by `/bin/sh -c` with SLUICE_ENDPOINT and SLUICE_VERSION, once, and ends it with all that it
 * started after the check's timeout or when the signal says so. The end of its output is kept: 2,000 characters.
 */
export async function tryCommand(
  { command, timeout }: Extract<SmokeCheck, { kind: 'command' }>,
  { endpoint, version }: { endpoint: string; version: string },
  signal: AbortSignal,
): Promise<{ ok: boolean; detail: string }> {
  const env: NodeJS.ProcessEnv = { SLUICE_ENDPOINT: endpoint, SLUICE_VERSION: version };
  for (const name of INHERITED) env[name] = process.env[name];
  const ended = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  return new Promise((resolve) => {
    // A process group of its own, so that what the command started can be ended with it.
    const child = spawn('/bin/sh', ['-c', command], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-2 * KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = (): void => {
      if (child.pid !== undefined) endGroup(child.pid);
    };
    ended.addEventListener('abort', end, { once: true });
    child.on('error', (error) => {
      ended.removeEventListener('abort', end);
      resolve({ ok: false, detail: `could not be run: ${error.message}` });
    });
    child.on('close', (code) => {
      ended.removeEventListener('abort', end);
      const how = ended.aborted ? `was ended after ${timeout / 1000} s` : `ended with ${code ?? 'a signal'}`;
      const said = tail(output, KEPT_OUTPUT);
      resolve({ ok: code === 0 && !ended.aborted, detail: said === '' ? how : `${how}: ${said}` });
    });
    if (ended.aborted) end();
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
