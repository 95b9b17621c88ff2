import { readFile, rename, writeFile } from 'node:fs/promises';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';
import { errorCode } from '../../providers/error-code.ts';

const portNames = [
  'postgres',
  'frontend',
  'frontendMembership',
  'history',
  'historyMembership',
  'matching',
  'matchingMembership',
  'worker',
  'workerMembership',
] as const;

const recordSchema = z.object({
  ports: z.record(z.enum(portNames), z.number()),
  /** Fixed when the database is made. */
  historyShards: z.number(),
  password: z.string(),
});

/** What the next start needs to go on with a data folder. */
export type ClusterRecord = z.output<typeof recordSchema>;
export type Ports = ClusterRecord['ports'];

/** The record, which is written when the database is whole; undefined before. */
export async function readRecord(file: string): Promise<ClusterRecord | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

/** Puts the record in place whole, for nobody else to read. */
export async function writeRecord(file: string, record: ClusterRecord): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Temporal keeps its own ports in a column of 2 bytes. Those from here up are also what connections go out from. */
const beyond = 32_768;
const least = 10_000;

/**
 * Free ports: those of the start before where they are free still, so that clients find the server again. Throws
 * when the port that was asked for is taken.
 */
export async function freePorts(before: Ports | undefined, asked: number | undefined): Promise<Ports> {
  if (asked !== undefined && !(await isFree(asked)))
    throw new Error(`Port ${asked} of 127.0.0.1 is taken: end what uses it, or name another by --port.`);
  const wanted = { ...before, ...(asked !== undefined && { frontend: asked }) };
  const chosen: number[] = [];
  for (const name of portNames) {
    let port = wanted[name] ?? randomInt(least, beyond);
    while (chosen.includes(port) || !(await isFree(port))) port = randomInt(least, beyond);
    chosen.push(port);
  }
  return recordSchema.shape.ports.parse(Object.fromEntries(portNames.map((name, i) => [name, chosen[i]])));
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
