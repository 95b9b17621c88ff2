import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { root } from './layout.mjs';
import { failureReason, SetupError } from './setup-error.mjs';

const modules = join(root, 'node_modules');
const stamp = '.sluice-lock';

/** Whether node_modules holds what package-lock.json says. */
export function packagesAreInstalled() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).digest('hex');
  if (readIfThere(join(modules, stamp)) === hash) return true;
  // Installed by hand with npm: npm's own record of the tree tells, and the stamp makes the next look quick.
  const installed = readIfThere(join(modules, '.package-lock.json'));
  if (installed === undefined || !sameTree(JSON.parse(lockfile.toString()), JSON.parse(installed)))
    return false;
  writeFileSync(join(modules, stamp), hash);
  return true;
}

/**
 * Installs the locked packages. npm works in a fresh folder, so that a failure leaves the packages as they were.
 * No package needs its install script, and none is run.
 */
export async function installPackages() {
  const folder = freshFolder();
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      copyFileSync(join(root, file), join(folder, file));
    const npm = await runQuietly(
      'npm',
      [
        'ci',
        '--ignore-scripts',
        '--include=dev',
        '--include=optional',
        '--engine-strict=false',
        ...npmOptions,
      ],
      { cwd: folder },
    );
    if (!npm.found)
      throw new SetupError(
        'npm is not on PATH: install it (it comes with Node), then run the command again.',
      );
    if (!npm.ok)
      throw new SetupError(
        `npm could not install the packages (${failureReason(npm.output)}): check the network and npm's registry setting, then run the command again.`,
      );
    const lockfile = readFileSync(join(folder, 'package-lock.json'));
    writeFileSync(join(folder, 'node_modules', stamp), createHash('sha256').update(lockfile).digest('hex'));
    moveIntoPlace(join(folder, 'node_modules'), modules);
  } finally {
    remove(folder);
  }
}

/** Options for every call of npm: only errors are told, and a registry that is not there is given up after 11 s. */
export const npmOptions = [
  '--loglevel=error',
  '--no-audit',
  '--no-fund',
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/** @typedef {{packages: Record<string, {version?: string, optional?: boolean}>}} Lockfile */

/**
 * @param {Lockfile} wanted
 * @param {Lockfile} installed
 */
function sameTree(wanted, installed) {
  const names = new Set([...Object.keys(wanted.packages), ...Object.keys(installed.packages)]);
  names.delete('');
  return [...names].every((name) => {
    const [want, have] = [wanted.packages[name], installed.packages[name]];
    return have ? want?.version === have.version : want?.optional === true;
  });
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
