import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end, silently.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{ok: boolean, found: boolean, output: string}>} `found` is false when there is no such program;
 *   `output` holds standard output and error in the order they came.
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      running.delete(child);
      resolve({ ok: false, found: 'code' in error && error.code !== 'ENOENT', output: error.message });
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ ok: code === 0, found: true, output });
    });
  });
}

/** Ends every program that is still running: a set-up that is interrupted leaves no installer behind. */
export function endRunning() {
  for (const child of running) child.kill('SIGTERM');
}
