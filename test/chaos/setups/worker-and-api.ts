import { join } from 'node:path';
import { freePort } from '../../rigs/free-port.ts';
import { isHealthy } from '../../../worker/embedded/health.ts';
import { temporalPath } from '../../tools.ts';
import { createPart, type OwnPart } from './part.ts';
import { createServing, dataFolder } from './serve.ts';
import type { Place, Setup } from './setup.ts';

/** A worker and an API as processes of their own, on a Temporal that neither of them owns. */
export async function startWorkerAndApi(place: Place): Promise<Setup> {
  const temporal = await createTemporal(place);
  const parts = [temporal.part];
  const stop = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.close();
  };
  try {
    await temporal.part.revive();
    const its = { TEMPORAL_ADDRESS: temporal.address };
    const worker = await createServing(place, 'worker', 'worker', its);
    const api = await createServing(place, 'api', 'api', its);
    parts.push(worker.part, api.part);
    await worker.part.revive();
    await api.part.revive();
    return {
      named: 'a worker, an API and a Temporal of their own',
      apis: [api.api],
      parts,
      temporal: temporal.address,
      archive: join(place.folder, dataFolder, 'archive'),
      tail: async () => (await Promise.all(parts.map(async (part) => part.tail()))).join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The development server on a file of its own, so that it may be killed. */
async function createTemporal({ folder, environment }: Place): Promise<{ part: OwnPart; address: string }> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'];
  const options = ['--headless', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'];
  const part = createPart({
    kind: 'temporal',
    command: [
      temporalPath(),
      'server',
      'start-dev',
      ...options,
      '--db-filename',
      join(folder, 'temporal.db'),
      ...pragmas,
    ],
    environment,
    logFile: join(folder, 'temporal.log'),
    isReady: () => isHealthy(address, 'default', 1000),
  });
  return { part, address };
}
