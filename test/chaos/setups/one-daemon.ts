import { join } from 'node:path';
import { findProcess } from '../../../providers/platforms/process/process-table.ts';
import { embeddedLayout } from '../../../worker/embedded/layout.ts';
import { readRecord } from '../../../worker/embedded/record.ts';
import type { Part } from './part.ts';
import { createServing, dataFolder } from './serve.ts';
import type { Place, Setup } from './setup.ts';

/** One `sluice serve` that does everything, with Temporal as its child. */
export async function startOneDaemon(place: Place): Promise<Setup> {
  const { part, api } = await createServing(place, 'daemon', 'all');
  const { record } = embeddedLayout(join(place.folder, dataFolder));
  try {
    await part.revive();
    const temporal = `127.0.0.1:${(await readRecord(record))?.port}`;
    return {
      named: 'one daemon with its embedded Temporal',
      apis: [api],
      parts: [part, embedded(record)],
      temporal,
      archive: join(place.folder, dataFolder, 'archive'),
      tail: () => part.tail(),
      stop: () => part.close(),
    };
  } catch (error) {
    await part.close();
    throw error;
  }
}

/** Temporal as the daemon runs it, which starts it again by itself. */
function embedded(record: string): Part {
  return {
    kind: 'temporal',
    pid: async () => {
      const pid = (await readRecord(record))?.process?.pid;
      return pid === undefined ? undefined : (await findProcess(pid))?.pid;
    },
  };
}
