import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, stat } from 'node:fs/promises';
import type { ProviderContext } from '../../context.ts';
import { DefiniteFailure } from '../../definite-failure.ts';
import { claimCommands } from '../../platforms/process/claim.ts';
import { commandEnvironment } from '../environment.ts';
import type { JobFiles } from './layout.ts';
import type { JobRecord } from './record.ts';

/** The variable by which a command and what it started are found again. */
export const tokenVariable = 'SLUICE_JOB';

/**
 * The shell that claims the job (`$1`), runs the command (from `$3` on) and writes its exit status (`$2`). It lives
 * on when the command is told to end, so that the status is written then, too.
 */
const script = `${claimCommands}
status=$2
shift 2
trap : TERM INT HUP
"$@"
printf '%s\\n' "$?" > "$status.draft" && mv "$status.draft" "$status"
`;

/**
 * Begins the command in a process group of its own and with its output in files, so that it outlives this process.
 * Begun twice, it runs once. Throws when its directory is missing or a secret has no value.
 */
export async function startJob(job: JobRecord, files: JobFiles, context: ProviderContext): Promise<void> {
  if (!(await isFolder(job.directory))) {
    throw new DefiniteFailure(`Cannot ${job.what} in ${job.directory}: there is no such directory.`);
  }
  const told = { ...job.told, [tokenVariable]: job.id };
  const { variables } = await commandEnvironment(job.environment, told, context.environment);
  const log = await open(files.log, 'a', 0o600);
  const answer = job.answers ? await open(files.answer, 'a', 0o600) : undefined;
  try {
    const shell = ['-c', script, 'sluice-job', files.claim, files.status];
    const child = spawn('/bin/sh', [...shell, ...job.program], {
      cwd: job.directory,
      env: variables,
      detached: true,
      stdio: ['ignore', (answer ?? log).fd, log.fd],
    });
    child.unref();
    await once(child, 'spawn');
  } finally {
    await log.close();
    await answer?.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
