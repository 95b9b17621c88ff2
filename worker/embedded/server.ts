import type { ProcessEntry } from '../../providers/platforms/process/process-table.ts';
import { untilHealthy } from './health.ts';
import { launchServer, logTail } from './launch.ts';
import type { EmbeddedLayout } from './layout.ts';
import type { TemporalProgram } from './program.ts';
import { writeRecord } from './record.ts';
import { endServers } from './survivors.ts';
import { StartError } from '../start-error.ts';
import { versionRefusal } from './version.ts';

/** A server that runs. */
export interface EmbeddedServer {
  layout: EmbeddedLayout;
  namespace: string;
  process: ProcessEntry;
  address: string;
  port: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
  serverVersion: string;
}

/**
 * Starts a server and waits until it serves; it is ended again when it does not, or when the signal aborts. The
 * version is recorded before the start, since the server may write at once, and the process after it. Throws a
 * StartError without starting anything when the version may not open what `wroteIt` left.
 */
export async function startServer(options: {
  layout: EmbeddedLayout;
  program: TemporalProgram;
  /** The server version that wrote the database last; undefined when there is none, or when nobody knows. */
  wroteIt: string | undefined;
  port: number;
  namespace: string;
  signal: AbortSignal;
}): Promise<EmbeddedServer> {
  const { layout, program, wroteIt, port, namespace, signal } = options;
  const refusal = wroteIt && versionRefusal(layout.database, wroteIt, program.serverVersion);
  if (refusal) throw new StartError(refusal);
  const address = `127.0.0.1:${port}`;
  const record = { port, serverVersion: program.serverVersion, startedAt: Date.now() };
  await writeRecord(layout.record, record);
  const server = await launchServer(layout, { program: program.file, port, namespace });
  try {
    await writeRecord(layout.record, { ...record, process: { pid: server.pid, start: server.start } });
    await untilHealthy(server, address, namespace, signal);
    return { ...record, layout, namespace, address, process: server };
  } catch (error) {
    await endServers(layout, [server]);
    if (signal.aborted) throw error;
    throw new Error(`${error instanceof Error ? error.message : String(error)}: ${await logTail(layout)}`, {
      cause: error,
    });
  }
}
