import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './command.mjs';
import { freshFolder, remove } from './fresh-folder.mjs';
import { binFolder } from './layout.mjs';

/**
 * A program that may be on PATH already.
 * @typedef {object} Findable
 * @property {string} name the executable
 * @property {string[]} [versionArgs] how to ask one that is already on PATH for its version
 * @property {(output: string) => boolean} [fits] whether that one will do
 */

/**
 * Whether a version is at least MAJOR.MINOR; a missing one is not.
 * @param {string | undefined} version
 * @param {number} major
 * @param {number} minor
 */
export function atLeast(version, major, minor) {
  const [a = -1, b = -1] = version?.split('.').map(Number) ?? [];
  return a > major || (a === major && b >= minor);
}

/**
 * Whether .tools/bin links to a program on PATH that was found fitting and has not changed since.
 * @param {Findable} program
 */
export function isLinkedFromPath(program) {
  const link = join(binFolder, program.name);
  try {
    return (
      program.fits !== undefined &&
      readlinkSync(link).startsWith('/') &&
      statSync(link).ctimeMs <= lstatSync(link).mtimeMs
    );
  } catch {
    return false;
  }
}

/**
 * Links a fitting program that is already on PATH.
 * @param {Findable} program
 * @returns {Promise<boolean>} whether there was one
 */
export async function linkFromPath(program) {
  if (!program.fits || !program.versionArgs) return false;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, program.name);
    if (!folder.startsWith('/') || folder === binFolder || !isExecutable(file)) continue;
    const { ok, output } = await runQuietly(file, program.versionArgs);
    if (!ok || !program.fits(output)) continue;
    link(program.name, file);
    return true;
  }
  return false;
}

/**
 * Points .tools/bin/NAME at the target, in one step, so that a reader always finds one.
 * @param {string} name
 * @param {string} target
 */
export function link(name, target) {
  put(name, (file) => symlinkSync(target, file));
}

/**
 * Puts a script of /bin/sh into .tools/bin/NAME, in one step. In its text `$tools` is the tools' folder, wherever
 * the checkout is by then.
 * @param {string} name
 * @param {string} text
 */
export function putLauncher(name, text) {
  put(name, (file) => {
    writeFileSync(file, `#!/bin/sh\ntools="\${0%/*}/.."\n${text}\n`);
    chmodSync(file, 0o755);
  });
}

/**
 * @param {string} name
 * @param {(file: string) => void} make
 */
function put(name, make) {
  mkdirSync(binFolder, { recursive: true });
  const fresh = freshFolder();
  make(join(fresh, name));
  renameSync(join(fresh, name), join(binFolder, name));
  remove(fresh);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
