import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { findPrograms, type Programs } from '../../../scripts/temporal-postgres/bring-in.ts';
import { startCluster } from '../../../scripts/temporal-postgres/cluster.ts';
import type { Service } from '../../../scripts/temporal-postgres/service.ts';
import { temporaryFolder } from '../../rigs/temporary-folder.ts';
import type { OwnPart, Part } from './part.ts';
import { createServing, dataFolder } from './serve.ts';
import type { Place, Setup } from './setup.ts';

/** What it is run with. Fails where it was never brought in. */
export async function neededPrograms(): Promise<Programs> {
  const programs = await findPrograms();
  if (programs !== undefined) return programs;
  throw new Error(
    'Temporal on PostgreSQL is not here: run `npm run temporal:postgres` once, which brings it in.',
  );
}

/** Two workers and two APIs on Temporal's server on PostgreSQL, each a process of its own. */
export async function startOnPostgres(place: Place): Promise<Setup> {
  const programs = await neededPrograms();
  const folder = await temporaryFolder('postgres');
  const daemons: OwnPart[] = [];
  let cluster: Awaited<ReturnType<typeof startCluster>> | undefined;
  const stop = async (): Promise<void> => {
    for (const part of daemons.toReversed()) await part.close();
    await cluster?.stop();
    await folder.remove();
  };
  try {
    // PostgreSQL may run as somebody else than the tests, and has to get in.
    await chmod(folder.path, 0o711);
    cluster = await startCluster({ programs, folder: folder.path });
    const its = { TEMPORAL_ADDRESS: cluster.address };
    const apis: string[] = [];
    for (const role of ['worker', 'api'] as const) {
      for (const number of [1, 2]) {
        const { part, api } = await createServing(place, `${role}-${number}`, role, its);
        daemons.push(part);
        if (role === 'api') apis.push(api);
      }
    }
    await Promise.all(daemons.map(async (part) => part.revive()));
    return {
      named: 'two workers and two APIs on Temporal with PostgreSQL',
      apis,
      parts: [...daemons, partOf('temporal', cluster.temporal), partOf('postgres', cluster.postgres)],
      temporal: cluster.address,
      archive: join(place.folder, dataFolder, 'archive'),
      tail: async () => (await Promise.all(daemons.map(async (part) => part.tail()))).join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function partOf(kind: Part['kind'], service: Service): Part {
  let reviving: Promise<void> | undefined;
  return {
    kind,
    pid: () => Promise.resolve(service.runs() ? service.pid() : undefined),
    revive: async () => {
      if (service.runs() && reviving === undefined) return;
      reviving ??= service.start().finally(() => (reviving = undefined));
      await reviving;
    },
  };
}
