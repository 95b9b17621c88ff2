import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interruptible } from './command.mjs';
import { debianFolder, installDebianPackage } from './debian-package.mjs';
import { removeLeftovers } from './fresh-folder.mjs';
import { binFolder, missingFolder, toolsFolder } from './layout.mjs';
import { atLeast, isLinkedFromPath, linkFromPath } from './links.mjs';
import { withLock } from './lock.mjs';
import { installMoto, motoFolder } from './moto.mjs';

/** @typedef {'haproxy' | 'prometheus' | 'prometheus-alertmanager' | 'chromium' | 'moto_server'} TestProgramName */

/**
 * A program that only tests and demos need. Where it cannot be had, they do without it.
 * @typedef {import('./links.mjs').Findable & {
 *   name: TestProgramName,
 *   folder: () => string,
 *   install: () => Promise<void>,
 * }} TestProgram
 */

const haproxy = {
  name: /** @type {const} */ ('haproxy'),
  path: 'usr/sbin/haproxy',
  needed: 'HAProxy 2.6 or later',
  versionArgs: ['-v'],
  fits: haproxyFits,
};
const prometheus = {
  name: /** @type {const} */ ('prometheus'),
  path: 'usr/bin/prometheus',
  needed: 'Prometheus 2.40 or later',
  versionArgs: ['--version'],
  fits: prometheusFits,
};

const alertmanager = {
  name: /** @type {const} */ ('prometheus-alertmanager'),
  path: 'usr/bin/prometheus-alertmanager',
  looksInto: '/usr/share/prometheus/alertmanager',
  needed: 'Alertmanager 0.25 or later',
  versionArgs: ['--version'],
  fits: alertmanagerFits,
};

const chromium = {
  name: /** @type {const} */ ('chromium'),
  path: 'usr/lib/chromium/chromium',
  data: ['chromium-common'],
  needed: 'Chromium 125 or later',
  versionArgs: ['--version'],
  fits: chromiumFits,
};

/** @type {TestProgram[]} */
const testPrograms = [
  ...[haproxy, prometheus, alertmanager, chromium].map((program) => ({
    ...program,
    folder: () => debianFolder(program),
    install: () => installDebianPackage(program),
  })),
  { name: 'moto_server', folder: motoFolder, install: installMoto },
];

/**
 * @param {string} output of `haproxy -v`
 */
export function haproxyFits(output) {
  return atLeast(output.match(/^HA-?Proxy version (\d+\.\d+)/m)?.[1], 2, 6);
}

/**
 * @param {string} output of `prometheus --version`
 */
export function prometheusFits(output) {
  return atLeast(output.match(/^prometheus, version (\d+\.\d+)/m)?.[1], 2, 40);
}

/**
 * @param {string} output of `prometheus-alertmanager --version`
 */
export function alertmanagerFits(output) {
  return atLeast(output.match(/^alertmanager, version (\d+\.\d+)/m)?.[1], 0, 25);
}

/**
 * @param {string} output of `chromium --version`
 */
function chromiumFits(output) {
  return atLeast(output.match(/^Chromium (\d+\.\d+)/m)?.[1], 125, 0);
}

/**
 * Brings in the named programs, all where none is named. Silent and quick when they are there; else one line on
 * standard error for each that was brought in. Never throws: what could not be had is told, and written to
 * .tools/missing/NAME for the tests that are skipped for it.
 * @param {TestProgramName[]} [names]
 * @returns {Promise<{name: TestProgramName, reason: string}[]>} what is missing; the reason is a sentence with the next step
 */
export async function bringInTestPrograms(names) {
  const wanted = testPrograms.filter((program) => !names || names.includes(program.name));
  if (wanted.every(isThere)) return [];
  /** @type {(string | undefined)[]} */
  let reasons = [];
  await interruptible(() =>
    withLock(join(toolsFolder, 'setup.lock'), async () => {
      removeLeftovers();
      reasons = await Promise.all(wanted.map(bringIn));
    }),
  );
  return wanted.flatMap(({ name }, index) => {
    const reason = reasons[index];
    return reason === undefined ? [] : [{ name, reason }];
  });
}

/**
 * @param {TestProgram} program
 * @returns {Promise<string | undefined>} why it could not be had
 */
async function bringIn(program) {
  const note = join(missingFolder, program.name);
  try {
    if (!isThere(program) && !(await linkFromPath(program))) {
      const start = Date.now();
      await program.install();
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      console.error(`sluice set-up: brought in ${program.name} for tests and demos (${seconds} s)`);
    }
    rmSync(note, { force: true });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    mkdirSync(missingFolder, { recursive: true });
    writeFileSync(note, reason);
    return reason;
  }
}

/** @param {TestProgram} program */
function isThere(program) {
  if (isLinkedFromPath(program)) return true;
  const launcher = join(binFolder, program.name);
  const folder = program.folder();
  try {
    return (
      !lstatSync(launcher).isSymbolicLink() &&
      readFileSync(launcher, 'utf8').includes(`/${folder}`) &&
      existsSync(join(toolsFolder, folder))
    );
  } catch {
    return false;
  }
}
