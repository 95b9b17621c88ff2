import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from '../setup/command.mjs';
import { installDebianPackage } from '../setup/debian-package.mjs';
import { binFolder } from '../setup/layout.mjs';
import { atLeast } from '../setup/links.mjs';

/** PostgreSQL's server, and what makes a database for it. */
export interface PostgresPrograms {
  postgres: string;
  initdb: string;
}

/** Debian keeps each version's programs here and none of them on PATH. */
const debianFolder = '/usr/lib/postgresql';
const versionArgs = ['--version'];

/** The newest that fits: on PATH, in Debian's folder, or unpacked into .tools before. Undefined where there is none. */
export async function findPostgresPrograms(): Promise<PostgresPrograms | undefined> {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  for (const folder of [...onPath, ...versionFolders(), binFolder]) {
    const programs = { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') };
    if (!existsSync(programs.postgres) || !existsSync(programs.initdb)) continue;
    const { ok, output } = await runQuietly(programs.postgres, versionArgs);
    if (ok && postgresFits(output)) return programs;
  }
  return undefined;
}

/**
 * Unpacks Debian's package into .tools; nothing is installed. Throws a SetupError with the way to get PostgreSQL
 * where that cannot be done.
 */
export async function unpackPostgres(): Promise<PostgresPrograms> {
  const major = await debianMajor();
  await installDebianPackage({
    name: 'postgres',
    debianPackage: `postgresql-${major}`,
    path: `usr/lib/postgresql/${major}/bin/postgres`,
    beside: ['initdb'],
    needed: 'PostgreSQL 13 or later',
    versionArgs,
    fits: postgresFits,
  });
  return { postgres: join(binFolder, 'postgres'), initdb: join(binFolder, 'initdb') };
}

/** @param output of `postgres --version` */
export function postgresFits(output: string): boolean {
  return atLeast(output.match(/\(PostgreSQL\) (\d+(?:\.\d+)?)/)?.[1], 13, 0);
}

function versionFolders(): string[] {
  if (!existsSync(debianFolder)) return [];
  const versions = readdirSync(debianFolder).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(debianFolder, version, 'bin'));
}

/** The version that this distribution has; that of Debian 12 where its package lists do not say. */
async function debianMajor(): Promise<string> {
  const { output } = await runQuietly('apt-cache', ['depends', 'postgresql']);
  return output.match(/Depends: postgresql-(\d+)/)?.[1] ?? '15';
}
