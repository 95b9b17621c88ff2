import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { failureReason } from '../setup/setup-error.mjs';
import type { Account } from './account.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { createService, type Service } from './service.ts';

/** The database's owner, and whom Temporal connects as. */
export const databaseUser = 'temporal';

/** Where a PostgreSQL is and whom it runs as. */
export interface PostgresPlace {
  programs: PostgresPrograms;
  account: Account | undefined;
  /** The cluster's folder, absolute. The database is in `database` in it, the log beside that. */
  folder: string;
  environment: NodeJS.ProcessEnv;
}

/** Makes an empty database, in place of one that was begun and not finished. Only who knows the password gets in. */
export async function makeDatabase(place: PostgresPlace, password: string): Promise<void> {
  const { programs, account, folder, environment } = place;
  const [data, passwordFile] = [join(folder, 'database'), join(folder, 'password')];
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) for (const path of [data, passwordFile]) await chown(path, account.uid, account.gid);
    const options = ['--username', databaseUser, '--auth', 'scram-sha-256', '--pwfile', passwordFile];
    const child = spawn(
      programs.initdb,
      ['--pgdata', data, ...options, '--encoding', 'UTF8', '--no-locale', '--no-sync'],
      {
        cwd: folder,
        env: environment,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(account && { uid: account.uid, gid: account.gid }),
      },
    );
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    if (child.exitCode !== 0)
      throw new Error(`initdb could not make a database in ${data}: ${failureReason(said)}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Settings that differ from PostgreSQL's own. A commit is on the disk before it is answered: Temporal takes what it
 * was told as done for done, and a shard that forgot its last writes would act twice.
 */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Each of Temporal's four services has a pool of its own.
  max_connections: '300',
};

/** How long a dead server's children may keep its memory, in which a new one does not start. Milliseconds. */
const childrenPatience = 20_000;

/** PostgreSQL on the database in the folder, not started yet. */
export function createPostgres(place: PostgresPlace, port: number): Service {
  const { programs, account, folder, environment } = place;
  const data = join(folder, 'database');
  const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const service = createService({
    name: 'PostgreSQL',
    command: [programs.postgres, '-D', data, ...options],
    environment,
    account,
    folder,
    logFile: join(folder, 'postgres.log'),
    // It then ends connections, and does not wait for their ends.
    endBy: { signal: 'SIGINT', within: 30_000 },
    serves: async () => isReady(data, service.pid()),
  });
  return {
    ...service,
    async start() {
      const deadline = Date.now() + childrenPatience;
      for (;;) {
        try {
          return await service.start();
        } catch (error) {
          if (Date.now() > deadline || !/shared memory block .* in use/.test(String(error))) throw error;
          await sleep(200);
        }
      }
    },
  };
}

/** PostgreSQL writes its process and its state into this file. */
async function isReady(data: string, pid: number): Promise<boolean> {
  const file = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = file.split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}
