import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runQuietly } from '../setup/command.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** The account that PostgreSQL runs as, where it may not be our own. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. Started by root it runs as `postgres` where that account exists, else as
 * `nobody`; started by anybody else, as who started it (undefined). Throws a SetupError where neither exists.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [await idOf('-u', name), await idOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  throw new SetupError(
    'PostgreSQL refuses to run as root, and there is no account postgres or nobody here to run it as: run this as another user.',
  );
}

/** Throws a SetupError unless the account may enter the folder and run the program. */
export async function requireAccess(
  account: Account | undefined,
  folder: string,
  program: string,
): Promise<void> {
  if (!account) return;
  const { name, uid, gid } = account;
  const script = 'cd "$1" 2>/dev/null || exit 10; [ -x "$2" ] || exit 11';
  const asked = spawn('/bin/sh', ['-c', script, 'sh', folder, program], {
    uid,
    gid,
    cwd: '/',
    stdio: 'ignore',
  });
  await once(asked, 'exit');
  if (asked.exitCode === 0) return;
  const [what, way] =
    asked.exitCode === 11
      ? [`run ${program}`, 'open the folders above it to all (chmod o+x)']
      : [`enter ${folder}`, 'name another folder by --data, or open the ones above it to all (chmod o+x)'];
  throw new SetupError(
    `PostgreSQL refuses to run as root, so it runs as ${name} here, who cannot ${what}: ${way}, or run this as another user.`,
  );
}

async function idOf(option: string, name: string): Promise<number | undefined> {
  const { ok, output } = await runQuietly('id', [option, name]);
  return ok ? Number(output.trim()) : undefined;
}
