import { runQuietly } from './command.mjs';
import { failureReason, SetupError } from './setup-error.mjs';

/**
 * Installs what a requirements file pins, as wheels checked against its hashes, into a folder of their own.
 * @param {string} title for the error
 * @param {string} requirements
 * @param {string} target
 */
export async function pipInstall(title, requirements, target) {
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
      requirements,
    ],
    // Both settings would make pip refuse a target folder.
    { env: { ...process.env, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' } },
  );
  if (!pip.ok)
    throw new SetupError(
      `pip could not install ${title} (${failureReason(pip.output)}): check the network and pip's index setting, then run the command again.`,
    );
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
