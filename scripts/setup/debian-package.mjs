import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from './command.mjs';
import { freshFolder, moveIntoPlace, remove } from './fresh-folder.mjs';
import { toolsFolder } from './layout.mjs';
import { putLauncher } from './links.mjs';
import { failureReason, SetupError } from './setup-error.mjs';

/**
 * A program in a package of Debian or Ubuntu.
 * @typedef {object} DebianProgram
 * @property {string} name the executable
 * @property {string} [debianPackage] its package, where that has another name
 * @property {string} path the executable in the package
 * @property {string[]} [data] packages beside libraries that it cannot run without
 * @property {string[]} [beside] other executables in the same folder that are wanted too
 * @property {string} [looksInto] an absolute folder whose files it needs: it is made to look into the one that it is started in
 * @property {string} needed the versions that will do, in words
 * @property {string[]} versionArgs how to ask it for its version
 * @property {(output: string) => boolean} fits whether that version will do
 */

/** Where the package is unpacked, a folder's name under .tools. */
export const debianFolder = (/** @type {DebianProgram} */ program) => `debian-${program.name}`;

/**
 * Unpacks the program's package, and those of the libraries that this machine lacks, into .tools, and puts a
 * launcher into .tools/bin. Nothing is installed, and no right but that of writing to .tools is needed. apt checks
 * the packages against the distribution's keys.
 * @param {DebianProgram} program
 */
export async function installDebianPackage(program) {
  for (const tool of ['apt-get', 'dpkg-deb'])
    if (!(await runQuietly(tool, ['--version'])).ok)
      throw missing(program, `there is no ${tool} here to get Debian's package with`);
  const fresh = freshFolder();
  try {
    const root = join(fresh, 'root');
    for (const file of await download(program, join(fresh, 'packages'))) {
      const unpack = await runQuietly('dpkg-deb', ['-x', file, root]);
      if (!unpack.ok) throw missing(program, `dpkg-deb could not unpack it: ${failureReason(unpack.output)}`);
    }
    if (program.looksInto) lookHere(join(root, program.path), program.looksInto);
    const libraries = libraryFolders(root);
    const paths = libraries.map((folder) => join(root, folder)).join(':');
    const { ok, output } = await runQuietly(join(root, program.path), program.versionArgs, {
      env: { ...process.env, LD_LIBRARY_PATH: paths },
    });
    if (!ok) throw missing(program, `the package's program does not start here: ${failureReason(output)}`);
    if (!program.fits(output)) throw missing(program, `the package holds ${output.split('\n', 1)[0]}`);
    const folder = debianFolder(program);
    moveIntoPlace(root, join(toolsFolder, folder));
    const path = libraries.map((library) => `$tools/${folder}/${library}`).join(':');
    const setting = (path === '' ? '' : `LD_LIBRARY_PATH="${path}" `) + fontSettings(root, folder);
    for (const name of [program.name, ...(program.beside ?? [])])
      putLauncher(name, `${setting}exec "$tools/${folder}/${join(dirname(program.path), name)}" "$@"`);
  } finally {
    remove(fresh);
  }
}

/**
 * Puts a path of the same length in the place of an absolute one, which means the folder that a program is started in.
 * @param {string} file the executable
 * @param {string} folder
 */
function lookHere(file, folder) {
  const program = readFileSync(file, 'latin1');
  const here = `.${'/'.repeat(folder.length - 2)}.`;
  writeFileSync(file, program.replaceAll(folder, here), 'latin1');
}

/**
 * Where fonts came with it, since this machine has none: where they are. For the launcher.
 * @param {string} root
 * @param {string} folder
 */
function fontSettings(root, folder) {
  if (!existsSync(join(root, 'etc/fonts/fonts.conf'))) return '';
  return `FONTCONFIG_PATH="$tools/${folder}/etc/fonts" XDG_DATA_HOME="$tools/${folder}/usr/share" `;
}

/**
 * Downloads by the package lists of this machine, and where these are missing or too old, by lists of our own.
 * @param {DebianProgram} program
 * @param {string} folder
 * @returns {Promise<string[]>} the packages' files
 */
async function download(program, folder) {
  mkdirSync(folder);
  const byOwnLists = ['lists', 'cache'].map((name) => {
    mkdirSync(join(folder, '..', name));
    return `--option=Dir::${name === 'lists' ? 'State::lists' : 'Cache'}=${join(folder, '..', name)}`;
  });
  let output = await downloadBy([], program, folder);
  if (output !== undefined) {
    const update = await apt([...byOwnLists, 'update']);
    output = update.ok ? await downloadBy(byOwnLists, program, folder) : update.output;
  }
  if (output !== undefined)
    throw missing(program, `apt-get could not get Debian's package: ${failureReason(output)}`);
  return readdirSync(folder).map((name) => join(folder, name));
}

/**
 * @param {string[]} options
 * @param {DebianProgram} program
 * @param {string} folder
 * @returns {Promise<string | undefined>} what apt printed when it failed
 */
async function downloadBy(options, program, folder) {
  const name = program.debianPackage ?? program.name;
  const plan = await apt([...options, '--simulate', '--no-install-recommends', 'install', name]);
  if (!plan.ok) return plan.output;
  const installed = [...plan.output.matchAll(/^Inst (\S+)/gm)].map(([, each = '']) => each);
  // Of what the package depends on, only libraries, and fonts for whatever draws, are needed to run it.
  const fonts = program.data === undefined ? [] : ['fontconfig-config', 'fonts-dejavu-core'];
  const data = new Set([...(program.data ?? []), ...fonts]);
  const needed = installed.filter((each) => data.has(each) || /^lib(?!js-)/.test(each));
  const got = await apt([...options, 'download', name, ...needed], folder);
  return got.ok ? undefined : got.output;
}

/**
 * @param {string[]} args
 * @param {string} [cwd]
 */
function apt(args, cwd = toolsFolder) {
  const quick = ['--option=Acquire::Retries=1', '--option=Acquire::http::Timeout=10'];
  // As root, apt would download as a user that may not write here.
  const options = [...quick, '--option=APT::Sandbox::User=root', '--quiet'];
  return runQuietly('apt-get', [...options, ...args], { cwd, env: { ...process.env, LC_ALL: 'C' } });
}

/**
 * Folders with shared libraries, relative to the root they are in. Some packages have them in folders of their own.
 * @param {string} root
 */
function libraryFolders(root) {
  return ['usr/lib', 'lib']
    .filter((top) => existsSync(join(root, top)))
    .flatMap((top) => [
      top,
      ...readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
    ])
    .filter((folder) => holdsLibraries(join(root, folder)));
}

/** @param {string} folder */
function holdsLibraries(folder) {
  try {
    return readdirSync(folder).some((name) => /\.so(\.|$)/.test(name));
  } catch {
    return false; // A file.
  }
}

/**
 * @param {DebianProgram} program
 * @param {string} why
 */
function missing(program, why) {
  return new SetupError(
    `${why}; install ${program.needed} so that it is on PATH, then run the command again.`,
  );
}
