import { createHash, randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcesses } from '../../providers/platforms/process/end-processes.ts';
import { findProcesses } from '../../providers/platforms/process/process-table.ts';
import { lockFolder } from '../../worker/folder-lock.ts';
import { postgresAccount, requireAccess } from './account.ts';
import type { Programs } from './bring-in.ts';
import { prepareNamespace } from './namespace.ts';
import { createPostgres, makeDatabase, type PostgresPlace } from './postgres.ts';
import { freePorts, readRecord, writeRecord, type ClusterRecord } from './record.ts';
import { makeSchemas, updateSchemas } from './schema.ts';
import type { Service } from './service.ts';
import { createTemporalServer } from './temporal-server.ts';

/** Temporal's server on a PostgreSQL, with the namespace and the search attributes that Sluice needs. */
export interface Cluster {
  /** Host and port of Temporal. */
  address: string;
  temporal: Service;
  postgres: Service;
  /** Ends both in order and gives up the folder. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  programs: Programs;
  /** Holds the database, the logs and the record; made where it does not exist. */
  folder: string;
  /** Of Temporal; without it that of the start before, or a free one. */
  port?: number | undefined;
}

/**
 * A shard has one write under way at a time, so with few of them releases wait for each other at every commit; 512
 * cost three times as much at rest. The number cannot be changed later.
 */
const historyShards = 128;

/**
 * Starts PostgreSQL and then Temporal on the data in the folder, which are made at the first start. What a start
 * before left running after a SIGKILL is ended first. Leaves nothing running when it fails.
 */
export async function startCluster({ programs, folder: given, port }: ClusterOptions): Promise<Cluster> {
  await mkdir(given, { recursive: true });
  const folder = await realpath(given);
  const account = await postgresAccount();
  await requireAccess(account, folder, programs.postgres);
  const lock = await lockFolder(folder, '--data');
  const started: Service[] = [];
  const stop = async (): Promise<void> => {
    try {
      for (const service of started.toReversed()) await service.stop();
    } finally {
      await lock.release();
    }
  };
  try {
    const mark = markOf(folder);
    await endSurvivors(folder, mark);
    const environment = serverEnvironment(mark);
    const place: PostgresPlace = { programs, account, folder, environment };
    const file = join(folder, 'cluster.json');
    const before = await readRecord(file);
    const record: ClusterRecord = {
      historyShards: before?.historyShards ?? historyShards,
      password: before?.password ?? randomBytes(24).toString('base64url'),
      ports: await freePorts(before?.ports, port),
    };
    if (!before) await makeDatabase(place, record.password);
    const postgres = createPostgres(place, record.ports.postgres);
    started.push(postgres);
    await postgres.start();
    const access = { sql: programs.sql, port: record.ports.postgres, password: record.password };
    if (!before) await makeSchemas(access);
    await updateSchemas(access);
    await writeRecord(file, record);
    const temporal = await createTemporalServer(programs.server, folder, record, environment);
    started.push(temporal);
    await temporal.start();
    const address = `127.0.0.1:${record.ports.frontend}`;
    await prepareNamespace(address);
    return { address, temporal, postgres, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing of our own environment, in which secrets may be, but what every program needs. */
function serverEnvironment({ name, value }: Mark): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, [name]: value };
}

interface Mark {
  name: string;
  value: string;
}

/** Stands in the environment of both servers of a folder, so that they are found when what started them is gone. */
function markOf(folder: string): Mark {
  const value = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return { name: 'SLUICE_TEMPORAL_POSTGRES', value };
}

async function endSurvivors(folder: string, { name, value }: Mark): Promise<void> {
  const find = () => findProcesses(new Set(), new RegExp(`${name}=${value}`));
  await endProcesses(`the Temporal on PostgreSQL in ${folder}`, 10_000, find, new AbortController().signal);
}
