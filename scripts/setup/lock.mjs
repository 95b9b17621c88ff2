import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const refreshMs = 1000;
const staleMs = 20_000;
const pollMs = 100;

/**
 * Runs `work` while holding the lock file, so that two set-ups of one checkout follow each other. A lock whose
 * owner is gone (its process on this machine has ended, or it was not refreshed for 20 s) is taken over.
 * @param {string} file
 * @param {() => Promise<void>} work
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const own = JSON.stringify({ host: hostname(), pid: process.pid });
  while (!tryCreate(file, own)) {
    removeIfStale(file);
    await sleep(pollMs);
  }
  const refresh = setInterval(() => touch(file), refreshMs);
  const release = () => {
    clearInterval(refresh);
    if (read(file)?.content === own) rmSync(file, { force: true });
  };
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} file
 * @param {string} content
 */
function tryCreate(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function removeIfStale(file) {
  const seen = read(file);
  if (!seen || !isStale(seen)) return;
  // Renamed first: of several that saw the same stale lock only one gets it.
  const taken = `${file}.${process.pid}`;
  try {
    renameSync(file, taken);
    rmSync(taken, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {{content: string, ageMs: number}} lock */
function isStale({ content, ageMs }) {
  if (ageMs > staleMs) return true;
  try {
    const { host, pid } = JSON.parse(content);
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

/** @param {string} file */
function read(file) {
  try {
    return { content: readFileSync(file, 'utf8'), ageMs: Date.now() - statSync(file).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The lock was taken over after a long stop of this process; the other one goes on from what is there.
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
