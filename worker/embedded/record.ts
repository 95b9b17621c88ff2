import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../../providers/error-code.ts';

const schema = z.object({
  process: z.object({ pid: z.number(), start: z.string() }).optional(),
  port: z.number().int(),
  startedAt: z.number(),
  serverVersion: z.string(),
});

/**
 * What the data folder knows of its server: `process` as long as it was not ended in order, the port it had last,
 * when it was started (milliseconds since the epoch), and the version that wrote the database.
 */
export type ServerRecord = z.output<typeof schema>;

/** Reads the record; undefined when there is none, or none that can be read. */
export async function readRecord(file: string): Promise<ServerRecord | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Replaces the record in one step, so that a crash leaves the old or the new one. */
export async function writeRecord(file: string, record: ServerRecord): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(record, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
