import { join } from 'node:path';
import { interruptible } from '../setup/command.mjs';
import { removeLeftovers } from '../setup/fresh-folder.mjs';
import { toolsFolder } from '../setup/layout.mjs';
import { withLock } from '../setup/lock.mjs';
import { findPostgresPrograms, unpackPostgres, type PostgresPrograms } from './postgres-programs.ts';
import {
  buildTemporalPrograms,
  findTemporalPrograms,
  serverVersion,
  type TemporalPrograms,
} from './temporal-programs.ts';

/** Everything that runs in a Temporal on PostgreSQL. */
export type Programs = TemporalPrograms & PostgresPrograms;

/** The programs that are here; undefined where one is missing. Brings nothing in. */
export async function findPrograms(): Promise<Programs | undefined> {
  const temporal = findTemporalPrograms();
  const postgres = temporal && (await findPostgresPrograms());
  return temporal && postgres && { ...temporal, ...postgres };
}

/**
 * The programs, with what is missing brought in: a line on standard error for each. Throws a SetupError that says
 * what cannot be had and how to get it.
 */
export async function bringInPrograms(): Promise<Programs> {
  let programs = await findPrograms();
  if (programs) return programs;
  await interruptible(() =>
    withLock(join(toolsFolder, 'setup.lock'), async () => {
      removeLeftovers();
      const postgres = (await findPostgresPrograms()) ?? (await told('PostgreSQL', unpackPostgres));
      const temporal =
        findTemporalPrograms() ??
        (await told(
          `Temporal's server ${serverVersion}, which takes about 9 minutes of a core`,
          buildTemporalPrograms,
        ));
      programs = { ...temporal, ...postgres };
    }),
  );
  if (!programs) throw new Error('Nothing was brought in.');
  return programs;
}

async function told<T>(what: string, bringIn: () => Promise<T>): Promise<T> {
  const began = Date.now();
  console.error(`sluice set-up: bringing in ${what}`);
  const programs = await bringIn();
  console.error(`sluice set-up: done (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return programs;
}
