// Plain JavaScript without dependencies: this is what runs first, on Node 20, before anything is installed.
import { readlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interruptible } from './setup/command.mjs';
import { removeLeftovers } from './setup/fresh-folder.mjs';
import { binFolder, toolsFolder } from './setup/layout.mjs';
import { link, linkFromPath } from './setup/links.mjs';
import { withLock } from './setup/lock.mjs';
import { broughtInNode, installNode, nodeFits, nodeIsThere, nodeTitle } from './setup/node-runtime.mjs';
import { installPackages, packagesAreInstalled } from './setup/packages.mjs';
import { requirePip } from './setup/pip.mjs';
import { installProgram, isLinked, programs, requirementOf } from './setup/programs.mjs';
import { SetupError } from './setup/setup-error.mjs';

/**
 * Brings in whatever the checkout needs and is not there: the locked npm packages, a fitting Node, Temporal,
 * its test server and Traefik. Silent when all is there; else one line on standard error for each thing.
 * A failure ends the process with status 1 and one sentence.
 */
export async function bootstrap() {
  if (isReady()) return;
  try {
    requirePlatform();
    await interruptible(() => withLock(join(toolsFolder, 'setup.lock'), setUp));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`sluice set-up: ${error.message}`);
    process.exit(1);
  }
}

function isReady() {
  return nodeIsThere() && nodeIsLinked() && programs.every(isLinked) && packagesAreInstalled();
}

/** All that is missing at once: the installers wait for the network and for different parts of the machine. */
async function setUp() {
  if (isReady()) return; // Another set-up did it while this one waited for the lock.
  removeLeftovers();
  const wanted = [];
  for (const program of programs)
    if (!isLinked(program) && !(await linkFromPath(program))) wanted.push(program);
  if (wanted.length > 0) await requirePip();
  const installs = wanted.map((program) =>
    timed(requirementOf(program).title, () => installProgram(program)),
  );
  if (!nodeIsThere()) installs.push(timed(nodeTitle, installNode));
  if (!packagesAreInstalled()) installs.push(timed('npm packages', installPackages));
  const failed = (await Promise.allSettled(installs)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  if (!nodeIsLinked()) link('node', nodeTarget);
}

const nodeTarget = relative(binFolder, broughtInNode);

function nodeIsLinked() {
  if (nodeFits(process.versions.node)) return true;
  try {
    return readlinkSync(join(binFolder, 'node')) === nodeTarget;
  } catch {
    return false;
  }
}

/**
 * @param {string} title
 * @param {() => Promise<void>} install
 */
async function timed(title, install) {
  const start = Date.now();
  await install();
  console.error(`sluice set-up: installed ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

function requirePlatform() {
  const system = `${process.platform}-${process.arch}`;
  if (['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(system)) return;
  throw new SetupError(
    `There are no binaries of Temporal and Traefik for ${system}: use Linux or macOS on x64 or arm64 (on Windows: WSL 2).`,
  );
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await bootstrap();
