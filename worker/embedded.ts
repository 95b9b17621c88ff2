import { randomInt } from 'node:crypto';
import { mkdir, realpath, stat } from 'node:fs/promises';
import getPort, { portNumbers } from 'get-port';
import type { Logger } from 'pino';
import { embeddedLayout, type EmbeddedLayout } from './embedded/layout.ts';
import { isHealthy } from './embedded/health.ts';
import { keepRunning, type KeeperOptions } from './embedded/keeper.ts';
import { findTemporal } from './embedded/program.ts';
import { readRecord, writeRecord, type ServerRecord } from './embedded/record.ts';
import { startServer, type EmbeddedServer } from './embedded/server.ts';
import { endServers, findServers } from './embedded/survivors.ts';
import { StartError } from './start-error.ts';

// Below the ranges from which systems take the ports of outgoing connections, so that a later start finds it free, and
// apart from those of the platform's instances.
const [lowest, highest] = [30_000, 32_767];

/** Temporal's development server as a child of the daemon, on a database in the data folder. */
export interface EmbeddedTemporal {
  /** Host and port. They stay the same while the daemon runs. */
  address: string;
  /** Ends the server and waits until it is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions extends KeeperOptions {
  /** The data folder, absolute. The caller has its lock. */
  folder: string;
  namespace: string;
  /** Ends the waiting for the server to come up; it is ended then. */
  signal: AbortSignal;
}

/**
 * Brings up the server and keeps it running: one that an earlier daemon left and that is healthy is taken over,
 * an unhealthy one is ended first. Throws a StartError when there is no Temporal CLI, when another server
 * version wrote the database, or when the server does not come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedTemporal> {
  const { log, namespace, environment, signal } = options;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const layout = embeddedLayout(await realpath(options.folder));
  const record = await readRecord(layout.record);
  const server =
    (await adopt(layout, record, namespace, log)) ??
    (await startFresh({ layout, record, namespace, environment, log, signal }));
  log.warn(
    `Temporal runs embedded, at ${server.address} with its data in ${layout.database}: this is for one machine, and a power cut may lose the last commits`,
  );
  const keeper = keepRunning(server, options);
  return {
    address: server.address,
    stop: async () => {
      await keeper.stop();
      await endServers(layout, await findServers(layout, await readRecord(layout.record)));
      const { port, serverVersion } = server;
      await writeRecord(layout.record, { port, serverVersion, startedAt: server.startedAt });
    },
  };
}

/** One that does not answer seldom hears SIGTERM, and releases wait for the next. Milliseconds. */
const HUNG_GRACE = 1000;

async function adopt(
  layout: EmbeddedLayout,
  record: ServerRecord | undefined,
  namespace: string,
  log: Logger,
): Promise<EmbeddedServer | undefined> {
  const found = await findServers(layout, record);
  if (found.length === 0) return undefined;
  const [only] = found;
  const recorded = record?.process;
  if (record && only && found.length === 1 && only.pid === recorded?.pid) {
    const address = `127.0.0.1:${record.port}`;
    if (await isHealthy(address, namespace, 3000)) {
      log.info({ server: only.pid, address }, 'took over the embedded Temporal of the daemon before');
      return { ...record, layout, namespace, address, process: only };
    }
  }
  const servers = found.map(({ pid }) => pid);
  log.warn({ servers }, 'the embedded Temporal of the daemon before is not healthy: ending it');
  await endServers(layout, found, HUNG_GRACE);
  return undefined;
}

interface Fresh {
  layout: EmbeddedLayout;
  record: ServerRecord | undefined;
  namespace: string;
  environment: NodeJS.ProcessEnv;
  log: Logger;
  signal: AbortSignal;
}

async function startFresh({ layout, record, ...rest }: Fresh): Promise<EmbeddedServer> {
  const { namespace, environment, log, signal } = rest;
  const program = await findTemporal(environment);
  const exists = await stat(layout.database).then(
    () => true,
    () => false,
  );
  if (exists && !record) {
    log.warn(
      { file: layout.record, version: program.serverVersion },
      'no record says which Temporal server wrote the database: it is taken to be of the version at hand',
    );
  }
  const port = await freePort(record?.port, log);
  try {
    const wroteIt = exists ? record?.serverVersion : undefined;
    return await startServer({ layout, program, wroteIt, port, namespace, signal });
  } catch (error) {
    if (signal.aborted || error instanceof StartError) throw error;
    throw new StartError(`The embedded Temporal did not start: ${String(error)}`, { cause: error });
  }
}

async function freePort(before: number | undefined, log: Logger): Promise<number> {
  const others = portNumbers(randomInt(lowest, highest - 1000), highest);
  const port = await getPort({
    host: '127.0.0.1',
    port: before === undefined ? others : [before, ...others],
  });
  if (before !== undefined && port !== before) {
    log.warn({ before, port }, "another program has the embedded Temporal's port: it gets a new one");
  }
  return port;
}
