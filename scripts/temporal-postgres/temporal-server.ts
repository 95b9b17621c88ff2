import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { Connection } from '@temporalio/client';
import { databaseUser } from './postgres.ts';
import type { ClusterRecord } from './record.ts';
import { databases } from './schema.ts';
import { createService, type Service } from './service.ts';

/**
 * Timers may else be late by a second, which is for hosts whose clocks differ. Each running release sends a heartbeat
 * every second or two, so that 2,000 of them would meet the limits on requests, which are for clusters with several
 * frontends. Of lists Temporal allows a namespace 10 a second as it comes, and one beyond that waits for 1.7 s.
 */
const DYNAMIC_CONFIG = `history.timerProcessorMaxTimeShift:
  - value: 10ms
frontend.rps:
  - value: 20000
frontend.namespaceRPS:
  - value: 20000
frontend.namespaceRPS.visibility:
  - value: 2000
history.rps:
  - value: 20000
`;

/** Temporal's server with all of its four services in one process, not started yet. */
export async function createTemporalServer(
  program: string,
  folder: string,
  record: ClusterRecord,
  environment: NodeJS.ProcessEnv,
): Promise<Service> {
  const dynamicConfig = join(folder, 'dynamic.yaml');
  await writeFile(dynamicConfig, DYNAMIC_CONFIG);
  const address = `127.0.0.1:${record.ports.frontend}`;
  return createService({
    name: "Temporal's server",
    command: [program, '--allow-no-auth', 'start'],
    environment: { ...environment, ...settings(record), DYNAMIC_CONFIG_FILE_PATH: dynamicConfig },
    account: undefined,
    folder,
    logFile: join(folder, 'temporal.log'),
    endBy: { signal: 'SIGTERM', within: 20_000 },
    serves: () => answers(address),
  });
}

function settings({ ports, historyShards, password }: ClusterRecord): Record<string, string> {
  return {
    LOG_LEVEL: 'warn',
    DB: 'postgres12',
    POSTGRES_SEEDS: '127.0.0.1',
    DB_PORT: String(ports.postgres),
    POSTGRES_USER: databaseUser,
    POSTGRES_PWD: password,
    DBNAME: databases.main,
    VISIBILITY_DBNAME: databases.visibility,
    NUM_HISTORY_SHARDS: String(historyShards),
    BIND_ON_IP: '127.0.0.1',
    TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
    FRONTEND_GRPC_PORT: String(ports.frontend),
    FRONTEND_MEMBERSHIP_PORT: String(ports.frontendMembership),
    // No HTTP API.
    FRONTEND_HTTP_PORT: '0',
    HISTORY_GRPC_PORT: String(ports.history),
    HISTORY_MEMBERSHIP_PORT: String(ports.historyMembership),
    MATCHING_GRPC_PORT: String(ports.matching),
    MATCHING_MEMBERSHIP_PORT: String(ports.matchingMembership),
    WORKER_GRPC_PORT: String(ports.worker),
    WORKER_MEMBERSHIP_PORT: String(ports.workerMembership),
  };
}

/** Whether it answers what needs the database. */
async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 1000, interceptors: [] });
    const { workflowService } = connection;
    await connection.withDeadline(Date.now() + 1000, () => workflowService.listNamespaces({ pageSize: 1 }));
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
