import { chmod } from 'node:fs/promises';
import { bringInPrograms } from '../../scripts/temporal-postgres/bring-in.ts';
import { startCluster } from '../../scripts/temporal-postgres/cluster.ts';
import { temporaryFolder } from '../../test/rigs/temporary-folder.ts';
import type { RunningTemporal } from './play.ts';

/** Temporal's server on PostgreSQL, on a folder of its own. */
export async function startOnPostgres(): Promise<{ running: RunningTemporal; stop(): Promise<void> }> {
  const programs = await bringInPrograms();
  const folder = await temporaryFolder('bench-postgres');
  // PostgreSQL may run as somebody else, and has to get in.
  await chmod(folder.path, 0o711);
  const cluster = await startCluster({ programs, folder: folder.path });
  const { address, temporal, postgres } = cluster;
  return {
    running: { address, pid: temporal.pid(), postgresPid: postgres.pid() },
    stop: async () => {
      await cluster.stop();
      await folder.remove();
    },
  };
}
