import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';

/** The run of a release's workflow, as Temporal itself says. Another run of the same workflow has another id. */
export async function readRun(dataFolder: string, release: string): Promise<string> {
  const record: unknown = JSON.parse(await readFile(join(dataFolder, 'temporal.json'), 'utf8'));
  const { port } = z.object({ port: z.number() }).parse(record);
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  try {
    const { runId } = await new Client({ connection }).workflow.getHandle(`release/${release}`).describe();
    return runId;
  } finally {
    await connection.close();
  }
}
