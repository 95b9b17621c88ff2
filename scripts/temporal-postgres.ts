/**
 * Temporal's server on PostgreSQL, as in production but for one machine: `npm run temporal:postgres -- [--data FOLDER]
 * [--port PORT]`. Runs until SIGINT or SIGTERM and ends both then, with 0. Ends with 2 when it cannot start, and with 1
 * when one of the two ends by itself.
 */
import { resolve } from 'node:path';
import { bringInPrograms } from './temporal-postgres/bring-in.ts';
import { startCluster, type Cluster } from './temporal-postgres/cluster.ts';
import { readOptions } from './temporal-postgres/options.ts';

let cluster: Cluster | undefined;
// An interrupt does not stop the start; what it brings up is ended when it is there.
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
});

try {
  const { data, port } = readOptions(process.argv.slice(2));
  const folder = resolve(data);
  const programs = await bringInPrograms();
  const began = Date.now();
  cluster = await startCluster({ programs, folder, port });
  console.log(invitation(cluster.address, folder, Date.now() - began).join('\n'));
  await Promise.race([interrupted, cluster.temporal.ended, cluster.postgres.ended]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = cluster ? 1 : 2;
}
await cluster?.stop();
if (cluster) console.log('Temporal and PostgreSQL are ended. The next start goes on with their data.');
process.exit();

function invitation(address: string, folder: string, took: number): string[] {
  const command = `TEMPORAL_ADDRESS=${address} ./sluice serve --role`;
  return [
    `Temporal on PostgreSQL is ready at ${address}, with its data in ${folder} (${(took / 1000).toFixed(1)} s). Each of these may run any number of times:`,
    '',
    `  ${command} worker`,
    `  ${command} api`,
    '',
    'Interrupt it to end both; the data stay.',
  ];
}
