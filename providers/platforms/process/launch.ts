import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProviderContext } from '../../context.ts';
import { claimScript } from './claim.ts';
import { renderCommand } from '../../commands/command-line.ts';
import type { DeploymentRecord } from './deployment.ts';
import { instanceEnvironment } from './environment.ts';
import { nextIncarnation, type Instance } from './instances.ts';
import { logFile, slotLayout } from './layout.ts';

/**
 * Starts the next incarnation of an instance, in a process group of its own and with its output in its log file,
 * so that it outlives this process. Starting the same incarnation twice runs it once (see `Claim`). Returns when
 * the process was made. Throws when the directory is missing or a secret has no value.
 */
export async function launch(
  record: DeploymentRecord,
  instance: Instance,
  context: ProviderContext,
): Promise<void> {
  const layout = slotLayout(context.dataFolder, record.lane, record.slot);
  const { command, directory } = record.platform;
  if (!(await isFolder(directory))) {
    throw new Error(
      `Cannot start ${record.lane} in ${directory}: there is no such directory. Look at platform.directory.`,
    );
  }
  const rendered = renderCommand(command, record.version, record.slot);
  const { claim, token } = nextIncarnation(layout.current, record, instance);
  const env = await instanceEnvironment(record, { token, port: instance.port }, context);
  const path = logFile(layout, record.id, instance.index);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const log = await open(path, 'a', 0o600);
  try {
    const child = spawn('/bin/sh', ['-c', claimScript, 'sluice-instance', claim, rendered], {
      cwd: directory,
      env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    await once(child, 'spawn');
  } finally {
    await log.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
