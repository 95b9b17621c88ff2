import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toolsFolder } from './layout.mjs';

const prefix = '.new-';

/** An empty folder under .tools, which counts for nothing until what is in it was moved to its final name. */
export function freshFolder() {
  mkdirSync(toolsFolder, { recursive: true });
  return mkdtempSync(join(toolsFolder, prefix));
}

/**
 * Moves a finished folder to its final name, in place of what is there. A process that is killed in between
 * leaves the final name missing, never half filled.
 * @param {string} from
 * @param {string} to
 */
export function moveIntoPlace(from, to) {
  const old = freshFolder();
  try {
    renameSync(to, join(old, 'old'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  renameSync(from, to);
  remove(old);
}

/** @param {string} folder */
export function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Removes what interrupted set-ups left behind. Call it only while holding the set-up lock. */
export function removeLeftovers() {
  for (const name of readdirSync(toolsFolder)) if (name.startsWith(prefix)) remove(join(toolsFolder, name));
}
